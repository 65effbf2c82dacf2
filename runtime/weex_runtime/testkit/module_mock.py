"""`mock_module`: replace the methods of a module, and record their calls."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from weex_runtime.errors import ModuleError
from weex_runtime.naming import brief, did_you_mean, named
from weex_runtime.testkit.name_suggestions import NameSuggestions

if TYPE_CHECKING:
    from weex_runtime.module_api.exports import Export
    from weex_runtime.module_api.module import Native
    from weex_runtime.testkit.page import Page
    from weex_runtime.testkit.runtime import Runtime

_HISTORY = 10_000  # the maximum number of recorded calls; the oldest calls are dropped


class MockedCall:
    """A call from the bundle to a mocked module.

    Attributes:
        page: The page of the bundle.
        method: The method's name in JS.
        args: The arguments, converted by the method's type hints. A function of the bundle is a
            `Callback`.
    """

    def __init__(
        self, page: Page, method: str, args: tuple[Any, ...], original: Callable[..., Any]
    ) -> None:
        self.page = page
        self.method = method
        self.args = args
        self._original = original

    def original(self, *args: Any) -> Any:
        """Run the original method: the module's method, or the mock that was added before this
        mock.

        Args:
            args: Arguments that replace the arguments of the call; default: the arguments of the
                call.

        Returns:
            The method's result. For an async method the result is an awaitable.
        """
        return self._original(*(args or self.args))

    def __repr__(self) -> str:
        return f"{self.method}({', '.join(map(repr, self.args))})"


class ModuleMock(NameSuggestions):
    """Records the calls of a module, from `mock_module` on. Recording stops at `undo`, or at the
    end of the `with` block, page or runtime. Of several mocks of a module, the mock added last is
    called first.

    Attributes:
        module: The module's name.
        page: The page whose calls are recorded; None means all pages.
        calls: The latest 10,000 calls, oldest first.
    """

    def __init__(
        self,
        runtime: Runtime,
        page: Page | None,
        module: str,
        methods: Mapping[str, Callable[..., Any]],
    ) -> None:
        self.module = module
        self.page = page
        self.calls: deque[MockedCall] = deque(maxlen=_HISTORY)
        self._runtime = runtime
        platform = page.platform if page else runtime.platform
        exports = _exports(runtime, module, platform.name)
        self._replacements = {
            name: _replacement(module, name, exports, function)
            for name, function in methods.items()
        }
        runtime.mocks.append(self)
        runtime.intercept_call = mocked

    def undo(self) -> None:
        """Stop recording and replacing calls."""
        if self in self._runtime.mocks:
            self._runtime.mocks.remove(self)

    def run(self, page: Page, method: str, original: Callable[..., Any], *args: Any) -> Any:
        """Record a call. Then run the replacement of the method; without a replacement run the
        original.
        """
        call = MockedCall(page, method, args, original)
        self.calls.append(call)
        replacement = self._replacements.get(method)
        if not replacement:
            return original(*args)
        try:
            return replacement(call)
        except Exception as error:
            call.page.add_failure(f"the mock of {self.module}.{call.method}", error)
            raise  # the caller logs the exception, as it logs an exception of the original method

    def __enter__(self) -> ModuleMock:
        return self

    def __exit__(self, *_: object) -> None:
        self.undo()


def mocked(
    page: Page, owner: str, export: Export, target: Callable[[], Native]
) -> Callable[..., Any]:
    """Return a function that calls a method of a module through the mocks of this module: a mock
    replaces the method, or passes the call on. The runtime calls `mocked` for each method call, as
    its interception hook.
    """

    run: Callable[..., Any] = lambda *args: export.function(target(), *args)  # noqa: E731
    registration = page.registry.get(owner) if owner in page.registry.names() else None
    if registration is None or registration.exports.get(export.js_name) != export:
        return run  # only methods of modules can be mocked, not methods of components
    for mock in page.runtime.mocks:
        if mock.module == owner and mock.page in (None, page):
            run = partial(mock.run, page, export.js_name, run)
    return run


def _exports(runtime: Runtime, module: str, platform: Any) -> Mapping[str, Export]:
    registry = runtime.registry
    if not isinstance(module, str):
        raise ModuleError(
            f"{named('mock_module')}: expected the name of a module, got {brief(module)}"
        )
    if module in registry.stubs(platform):
        raise ModuleError(
            f"cannot mock the stub {module!r}, which has no methods: read page.native_calls, or "
            "pass a module class with methods in Runtime(modules=[...])"
        )
    registration = registry.get(module)
    if registration is None:
        advice = _advice(module, registry.names())
        raise ModuleError(f"cannot mock the unknown module {module!r}; {advice}")
    if not registration.is_on(platform):
        raise ModuleError(f"cannot mock {module!r}: platform {platform} does not have the module")
    return registration.on(platform)


def _replacement(
    module: str, method: str, exports: Mapping[str, Export], function: Callable[..., Any]
) -> Callable[[MockedCall], Any]:
    """Return a function that takes a `MockedCall`, and calls the test's replacement for the method.

    Raises:
        ModuleError: The method is unknown, or the function takes other arguments.
    """
    import inspect

    from weex_runtime.module_api.arguments import signature_of

    origin = f"{module}.{method}"
    export = exports.get(method)
    if export is None:
        advice = _advice(method, exports)
        raise ModuleError(f"cannot mock the unknown method {origin}; {advice}")
    if not callable(function):
        raise ModuleError(f"mock of {origin}: expected a function, got {function!r}")
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):  # a function written in C has no signature to check
        return lambda call: function(*call.args)
    if list(signature.parameters) == ["call"]:
        return function
    parameters, variadic = signature_of(export.function)
    names = [parameter.name for parameter in parameters]
    try:
        if not variadic:
            signature.bind(*names)
    except TypeError:
        raise ModuleError(
            f"mock of {origin}: expected a function of ({', '.join(names)}), or of one parameter "
            f"named call, got {signature}"
        ) from None
    return lambda call: function(*call.args)


def _advice(name: str, known: Iterable[str]) -> str:
    """Return advice for an unknown name of a method: a similar name, or the list of all names."""
    known = list(known)
    return did_you_mean(name, known, f"known: {', '.join(known)}", alike=0.75, show=repr)
