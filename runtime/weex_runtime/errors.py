"""All errors that weex_runtime raises.

WeexError
├── JSError             a bundle's JS threw; kept on `page.errors`, raised by the engine only
│   └── JSTimeLimit     it ran longer than its time limit
│       └── EndlessJobs promise jobs start others without end
├── BundleError         a source that cannot be opened as a bundle
│   ├── BundleNotFound
│   └── UnknownFramework
├── CreateInstanceFailed  the framework refused the bundle
├── PageError           wrong use of a page
│   ├── AmbiguousLocator  several elements match where one is wanted
│   ├── PageDestroyed
│   ├── PageStopped
│   └── UnknownRef
├── ModuleError         wrong use of the module API
│   ├── CallbackSpent
│   ├── ArgumentMismatch
│   └── ModuleFileError   a .py file of modules cannot be loaded
├── StorageError        the file of module `storage` cannot be used
├── ModuleCheckFailed   also an AssertionError
├── UnknownPolyfill     there is no polyfill of that name
├── WrongThread         a runtime or page is used from a thread that did not make it
├── ClockError          the clock cannot be moved so
├── FrameworksMissing   the installation is not complete
└── WaitTimeout         also a TimeoutError
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from weex_runtime.module_check.report import Report


class WeexError(Exception):
    """Root of the errors of this package."""


class JSError(WeexError):
    """An exception of JS that nobody caught.

    Attributes:
        message: For an Error "TypeError: x is not a function", else the thrown value as text.
        stack: One line a frame, innermost first, "    at f (chat.js:12)"; "" when JS gave none.
        origin: Where it came from: "loading chat.js", 'event click on <text> "Send"', "callback 3",
            "timer", "promise", "promise jobs", "WebSocket message".
    """

    def __init__(self, message: str, stack: str = "", origin: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.stack = stack
        self.origin = origin

    def __str__(self) -> str:
        head = f"{self.message} (in {self.origin})" if self.origin else self.message
        return f"{head}\n{self.stack}" if self.stack else head


class JSTimeLimit(JSError):
    """JS ran longer than the page's time limit and was interrupted."""


class EndlessJobs(JSTimeLimit):
    """Promise jobs started others for as long as the time limit; more of them are waiting."""


class BundleError(WeexError):
    """The source cannot be opened as a bundle."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}: {problem}")
        self.name = name


class BundleNotFound(BundleError):
    """There is no file or resource at the bundle's path or URL."""


class UnknownFramework(BundleError):
    """The bundle asks for a framework that is not installed."""

    def __init__(self, name: str, framework: str, known: Iterable[str]) -> None:
        known = tuple(known)
        super().__init__(
            name,
            f"unknown framework {framework!r}; the first line of a bundle names one of "
            f'{", ".join(known)}, like // {{ "framework": "Vue" }}',
        )
        self.framework = framework
        self.known = known


class CreateInstanceFailed(WeexError):
    """The framework answered `createInstance` with an Error; no page was opened."""


class PageError(WeexError):
    """A page was asked for something it cannot do."""


class AmbiguousLocator(PageError):
    """Several elements match where one is to be acted on or read; nothing was done.

    Attributes:
        count: How many.
    """

    def __init__(self, locator: str, count: int, lines: Iterable[str]) -> None:
        how = "name one with .nth(0), .first, .filter(...) or exact=True"
        head = f"{locator} matches {count} elements; {how}:"
        super().__init__("\n".join([head, *lines]))
        self.count = count


class PageDestroyed(PageError):
    """The page is gone; nothing was done."""

    def __init__(self, page_id: str, name: str, action: str) -> None:
        super().__init__(f"cannot {action}: page {page_id} ({name}) was destroyed")


class PageStopped(PageError):
    """The page's JS was stopped after it did not come to rest; nothing was done."""


class UnknownRef(PageError):
    """The page's document has no element with this ref."""

    def __init__(self, ref: str, page_id: str) -> None:
        super().__init__(f"page {page_id} has no element with ref {ref!r}")
        self.ref = ref


class ModuleError(WeexError):
    """The module API was used in a way that cannot work."""


class CallbackSpent(ModuleError):
    """A callback was invoked after `invoke`, which JS forgets, or after its page was destroyed."""


class ArgumentMismatch(ModuleError):
    """A JS value does not fit a module method's parameter; the method was not run."""


class ModuleFileError(ModuleError):
    """A file of modules or components cannot be loaded, or has not what is asked of it.

    Attributes:
        path: The file in which the mistake is.
        line: Where; 0 when it is in no line.
    """

    def __init__(self, path: str, problem: str, line: int = 0) -> None:
        super().__init__(f"{path}:{line}: {problem}" if line else f"{path}: {problem}")
        self.path = path
        self.line = line


class StorageError(WeexError):
    """The file in which module `storage` keeps its items cannot be used.

    Attributes:
        path: The file.
        problem: What is wrong with it, and what to do.
    """

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"storage {path}: {problem}")
        self.path = path
        self.problem = problem


class ModuleCheckFailed(WeexError, AssertionError):
    """A module does not keep to what devices and bundles expect of one; the text says where.

    Attributes:
        report: All that was checked.
    """

    def __init__(self, report: Report) -> None:
        super().__init__(str(report))
        self.report = report


class UnknownPolyfill(WeexError):
    """No installed package has a polyfill of that name."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        known = ", ".join(sorted(known)) or "none"
        super().__init__(f"there is no polyfill {name!r}; known: {known}")
        self.name = name


class ClockError(WeexError):
    """The clock cannot be moved so: it runs by itself, time would run backwards or stand still for
    ever, or what is given is no time."""


class WrongThread(WeexError):
    """A runtime, its loop or a page is used from a thread that did not make it; nothing was done.

    Attributes:
        expected: `threading.get_ident()` of the thread that made it.
    """

    def __init__(self, action: str, expected: int) -> None:
        import threading

        names = {thread.ident: repr(thread.name) for thread in threading.enumerate()}
        owner = names.get(expected, "that made the runtime and has ended")
        if expected in names:
            owner += ", which made the runtime"
            advice = (
                "hand the call over with runtime.looper.call_soon_threadsafe(function) (self.loop "
                "in a module or component), or make a runtime in each thread"
            )
        else:
            advice = "make, use and close a runtime in one thread: with Runtime() as runtime: ..."
        got = threading.current_thread().name
        super().__init__(f"cannot {action}: expected thread {owner}, got thread {got!r}; {advice}")
        self.expected = expected


class FrameworksMissing(WeexError):
    """The files of the Weex JS runtime and its frameworks are not installed."""


class WaitTimeout(WeexError, TimeoutError):
    """What was waited for did not happen in time."""


def log_exception(message: str, *args: object, error: BaseException | None = None) -> None:
    """Log an exception, where it ends neither the loop nor a page.

    Args:
        error: The exception; default: the one that is being handled.
    """
    import logging  # a tenth of a cold start, which nobody without mistakes need pay

    logging.getLogger("weex_runtime").error(message, *args, exc_info=error or True, stacklevel=2)
