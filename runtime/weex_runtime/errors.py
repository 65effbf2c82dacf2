"""The errors of weex_runtime, one class for each case that a caller handles differently.

WeexError
├── JSError               an uncaught exception of a bundle's JS; kept on `page.errors`
│   ├── JSTimeLimit       JS ran longer than the page's time limit
│   │   └── EndlessJobs   promise jobs queue further jobs without end
│   ├── JSCrash           the process of an isolated page's JS has crashed
│   └── LimitExceeded     the page exceeded another of its limits
├── BundleError           a source cannot be opened as a bundle
│   ├── AccessRefused     a page is not allowed to reach a host or read a file
│   ├── BundleNotFound    no file or resource at the bundle's path or URL
│   ├── SourceError       a source like a .vue file does not compile
│   └── UnknownFramework  the bundle names a framework that is not installed
├── CreateInstanceFailed  the framework refused the bundle
├── PageError             wrong use of a page
│   ├── AmbiguousLocator  several elements match where one is expected
│   ├── PageDestroyed     the page was destroyed
│   ├── PageStopped       the page's JS was stopped
│   └── UnknownRef        the page's document has no such element
├── ModuleError           wrong use of the module API
│   ├── CallbackSpent     the callback can no longer be invoked
│   ├── ArgumentMismatch  an argument of a method call does not fit the method's type hints
│   └── ModuleFileError   a .py file of modules cannot be loaded
├── StorageError          the file of module `storage` cannot be used
├── UnknownPolyfill       no installed package has this polyfill
├── WrongThread           a runtime or page is used by a thread that did not make it
├── ClockError            the clock cannot be moved as requested
├── FrameworksMissing     the installation is incomplete
└── WaitTimeout           a wait timed out; also a TimeoutError

`ModuleCheckFailed`, of `check_module`, is in module_check/report.py.
"""

from __future__ import annotations

from collections.abc import Iterable

from weex_runtime.naming import attribute, call, did_you_mean, value


class WeexError(Exception):
    """Base class of the errors of this package. Messages show control characters as escapes."""

    def __str__(self) -> str:
        from weex_runtime.control_characters import visible  # imported only if needed

        return visible(super().__str__())


class JSError(WeexError):
    """An uncaught exception of a bundle's JS.

    Attributes:
        message: Like "TypeError: x is not a function" for an Error; the thrown value as text for
            other values.
        stack: One line for each frame, innermost first, like "    at f (chat.js:12)"; "" if JS gave
            no stack.
        origin: The call into JS that raised the exception: "loading chat.js", 'event click on
            <text> "Send"', "callback 3", "timer", "promise", "promise jobs" or "WebSocket message".
    """

    def __init__(self, message: str, stack: str = "", origin: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.stack = stack
        self.origin = origin

    @property
    def frames(self) -> list[str]:
        """The lines of the stack with control characters escaped, since JS may name a function with
        any text.
        """
        from weex_runtime.control_characters import visible

        lines = visible(self.stack).split("\n") if self.stack else []
        return [line if line.startswith(" ") else f"    {line}" for line in lines]

    @property
    def head(self) -> str:
        """The error's message, followed by its origin if the origin is known. Control characters
        are escaped.
        """
        from weex_runtime.control_characters import visible, visible_line

        head = visible(self.message, indent="    ")
        return f"{head} (in {visible_line(self.origin)})" if self.origin else head

    def __str__(self) -> str:
        return "\n".join([self.head, *self.frames])


class JSTimeLimit(JSError):
    """JS was interrupted because it ran longer than the page's time limit."""


class EndlessJobs(JSTimeLimit):
    """Promise jobs kept queueing further jobs until the time limit; some jobs are still queued."""


class JSCrash(JSError):
    """The process of an isolated page's JS has ended by itself; the page was stopped.

    Attributes:
        status: The exit status; a negative number is that of a signal, like -11 for SIGSEGV.
    """

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


class LimitExceeded(JSError):
    """A page exceeded one of its limits (limits.py); the action had no effect, or the page stopped.

    Attributes:
        limit: The name of the limit, like "elements".
        value: The value of the limit.
    """

    def __init__(self, limit: str, value: float, message: str) -> None:
        super().__init__(message)
        self.limit = limit
        self.value = value


class BundleError(WeexError):
    """A source cannot be opened as a bundle."""

    def __init__(self, name: str, problem: str) -> None:
        from weex_runtime.control_characters import visible_line

        super().__init__(f"{visible_line(name)}: {problem}")
        self.name = name


class AccessRefused(BundleError):
    """A page is not allowed to reach a host or read a file.

    Attributes:
        refusal: The `Refusal`, which `page.access.refused` also lists.
    """

    def __init__(self, address: str, problem: str, refusal: tuple[str, ...]) -> None:
        super().__init__(address, problem)
        self.problem = problem
        self.refusal = refusal


class BundleNotFound(BundleError):
    """No file or resource exists at the bundle's path or URL."""


class SourceError(BundleError):
    """A source, like a .vue file, does not compile to a bundle.

    Attributes:
        path: The file or URL with the mistake.
        problem: A description of the mistake and of the fix.
        line: The line of the mistake; 0 if no line is known.
        column: The column of the mistake; 0 if no column is known.
        missing: The paths at which an import expected its file. The import works as soon as one of
            these files exists.
    """

    def __init__(
        self,
        path: str,
        name: str,
        problem: str,
        line: int = 0,
        column: int = 0,
        missing: tuple[str, ...] = (),
    ) -> None:
        place = ":".join([name, *(str(number) for number in (line, column) if number)])
        super().__init__(place, problem)
        self.path = path
        self.problem = problem
        self.line = line
        self.column = column
        self.missing = missing


class UnknownFramework(BundleError):
    """The bundle's first line names a framework that is not installed."""

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
    """The framework's `createInstance` returned an Error; no page was opened."""


class PageError(WeexError):
    """An action is not possible on the page."""


class AmbiguousLocator(PageError):
    """Several elements match a locator that must match one; nothing was done.

    Attributes:
        count: Number of matching elements.
    """

    def __init__(self, locator: str, count: int, lines: Iterable[str]) -> None:
        exact = call("get_by_text", "...", exact=value(True))
        how = f".nth(0), {attribute('first')}, .filter(...) or {exact}"
        head = f"{locator} matches {count} elements; pick one with {how}:"
        super().__init__("\n".join([head, *lines]))
        self.count = count


class PageDestroyed(PageError):
    """The page was destroyed; nothing was done."""

    def __init__(self, page_id: str, name: str, action: str) -> None:
        super().__init__(f"cannot {action}: page {page_id} ({name}) was destroyed")


class PageStopped(PageError):
    """The action was not carried out, since the page's JS was stopped, for example after an endless
    promise chain.
    """


class UnknownRef(PageError):
    """The page's document has no element with this ref."""

    def __init__(self, ref: str, page_id: str) -> None:
        super().__init__(f"page {page_id} has no element with ref {ref!r}")
        self.ref = ref


class ModuleError(WeexError):
    """A class, a method or a callback uses the module API in a way that cannot work."""


class CallbackSpent(ModuleError):
    """A callback was invoked again after `invoke`, or after its page was destroyed."""


class ArgumentMismatch(ModuleError):
    """An argument from JS does not fit the method's type hints; the method was not run."""


class ModuleFileError(ModuleError):
    """A file of modules or components cannot be loaded, or lacks the requested class.

    Attributes:
        path: The file with the mistake.
        line: The line of the mistake; 0 if no line is known.
    """

    def __init__(self, path: str, problem: str, line: int = 0) -> None:
        super().__init__(f"{path}:{line}: {problem}" if line else f"{path}: {problem}")
        self.path = path
        self.line = line


class StorageError(WeexError):
    """The SQLite file of module `storage` cannot be used.

    Attributes:
        path: The file.
        problem: The cause and the remedy.
    """

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"storage {path}: {problem}")
        self.path = path
        self.problem = problem


class UnknownPolyfill(WeexError):
    """No installed package has a polyfill with this name."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        known = sorted(known)
        advice = did_you_mean(name, known, f"installed: {', '.join(known) or 'none'}", show=repr)
        super().__init__(f"no polyfill is called {name!r}; {advice}")
        self.name = name


class ClockError(WeexError):
    """The clock cannot be moved as requested: the clock runs by itself, time would run backwards or
    stand still for ever, or the argument is not a time.
    """


class WrongThread(WeexError):
    """A runtime, its loop or a page is used by a thread that did not make it; nothing was done.

    Attributes:
        expected: `threading.get_ident()` of the thread that made the runtime, loop or page.
    """

    def __init__(self, action: str, expected: int) -> None:
        import threading

        names = {thread.ident: repr(thread.name) for thread in threading.enumerate()}
        owner = names.get(expected, "that made the runtime and has ended")
        if expected in names:
            owner += ", which made the runtime"
            advice = (
                "pass the call to runtime.looper.call_soon_threadsafe(function) (self.loop "
                "in a module or component), or make a runtime in each thread"
            )
        else:
            advice = "make, use and close a runtime in one thread: with Runtime() as runtime: ..."
        got = threading.current_thread().name
        super().__init__(f"cannot {action}: expected thread {owner}, got thread {got!r}; {advice}")
        self.expected = expected


class FrameworksMissing(WeexError):
    """The files of the Weex JS runtime or of its frameworks are not installed."""


class WaitTimeout(WeexError, TimeoutError):
    """A condition did not become true before the timeout."""


def log_exception(message: str, *args: object, error: BaseException | None = None) -> None:
    """Log an exception that must not end the loop or a page.

    Args:
        error: The exception; default: the exception that is being handled.
    """
    import logging  # importing `logging` takes a tenth of a cold start

    logging.getLogger("weex_runtime").error(message, *args, exc_info=error or True, stacklevel=2)
