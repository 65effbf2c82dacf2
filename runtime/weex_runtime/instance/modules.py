"""The module and polyfill objects of one page."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Generator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from weex_runtime.errors import ModuleError
from weex_runtime.instance.invoke import invoke
from weex_runtime.json_values import JSONValue, to_text
from weex_runtime.module_api.listeners import Listeners
from weex_runtime.module_api.module import Module
from weex_runtime.module_api.registry import StubCall

if TYPE_CHECKING:
    from weex_runtime.instance.instance import Instance
    from weex_runtime.module_api.exports import Export
    from weex_runtime.module_api.polyfill import Polyfill
    from weex_runtime.module_api.registry import Registration


class PageModules:
    """The objects of the modules that the bundle or the test has used, and of the polyfills.

    Attributes:
        polyfills: {name: object}.
        listeners: {name of a module: its event listeners}; hot reload keeps the listeners.
    """

    def __init__(self, page: Instance) -> None:
        self._page = page
        self._modules: dict[str, Module] = {}
        # {(module, method): (the method, a function that returns the module's object)} of the
        # methods that JS has called.
        self._methods: dict[tuple[str, str], tuple[Export, Callable[[], Module]]] = {}
        self.listeners: dict[str, Listeners] = {}
        self.polyfills: dict[str, Polyfill] = {}

    def call_polyfill(
        self, _id: str, name: str, method: str, args: Sequence[JSONValue], _options: JSONValue
    ) -> str | None:
        """Call the native half of a polyfill for its script, and return the result as JSON text."""
        try:
            return self.polyfills[name].call(method, args)
        except Exception as error:
            self._page.add_failure(f"{name}.{method}", error)
            return None

    def call(self, args: Sequence[Any]) -> str | None:
        """Run a method of a module for JS; record the call of a stub.

        Args:
            args: [instance id, module, method, arguments], from `callNativeModule`.

        Returns:
            The result of a synchronous method as JSON text; None for an asynchronous method.

        Raises:
            TypeError, IndexError: The arguments are malformed.
        """
        name, method, values = args[1], args[2], args[3] or []
        found = self._methods.get((name, method)) or self._find(name, method)
        if not isinstance(values, list):
            raise TypeError(f"expected a list of arguments, got {values!r:.80}")
        if found:
            export, target = found
            return invoke(self._page, name, export, target, values)
        page = self._page
        if self.is_stub(name):
            page.runtime.stub_calls.keep(StubCall(name, method, values))
        elif self._registration(name) and page.registry.has(name, page.platform.name):
            page.warn(f"module {name} has no method {method!r}")
        else:
            page.warn_unknown_module(name)
        return None

    def is_stub(self, name: str) -> bool:
        """Return whether a module of the page is a stub."""
        page = self._page
        return page.registry.stub(name, page.platform.name)

    def methods_of(self, name: str) -> str | None:
        """Return the methods of a module as JSON text; None for an unknown module."""
        registration = self._registration(name)
        if registration is None:
            return "[]" if self.is_stub(name) else None
        return to_text(list(registration.on(self._page.platform.name)))

    def get(self, name: str) -> Module:
        """Return the object of a module, created at its first use.

        Raises:
            ModuleError: No module with this name is registered.
        """
        module = self._modules.get(name)
        if module is None:
            page = self._page
            registration = page.registry.get(name)
            if registration is None:
                raise ModuleError(f"page {page.id} has no module {name!r}")
            cls = registration.cls
            module = cls.__new__(cls)
            module.page = page
            module._listeners = self.listeners.setdefault(name, Listeners())
            module.__init__()  # type: ignore[misc]
            self._modules[name] = module
        return module

    def follow(self, registration: Registration) -> None:
        """Replace the class of a module after its file changed, and pass the names of the methods
        to JS.

        The module's object keeps its fields. If `__init__` of the class changed, the object is
        destroyed, and the next use of the module creates a new object.
        """
        from weex_runtime.instance.hot_swap import take_over

        page, name = self._page, registration.cls.name
        self._methods.clear()
        module = self._modules.get(name)
        if module and not take_over(module, registration.cls):
            del self._modules[name]
            self._destroy(name, module)
        stubs = page.registry.stubs(page.platform.name)
        methods = list(registration.on(page.platform.name)) or ([] if name in stubs else None)
        page.js.notify("registerModule", [name, methods, stubs])

    def in_use(self) -> list[Module]:
        """Return the module objects that exist."""
        return [*self._modules.values(), *self.polyfills.values()]

    def call_hook(self, hook: str, *args: Any) -> None:
        """Call a hook of every module object, like "on_pause"; the hook may be async. Exceptions
        are failures of the page.
        """
        for module in self.in_use():
            origin = f"{module.name}.{hook}"
            try:
                result = getattr(module, hook)(*args)
                if isinstance(result, (Coroutine, Generator)):
                    self._page.coroutines.start(result, origin)
            except Exception as error:
                self._page.add_failure(origin, error)

    def destroy(self) -> None:
        """Destroy all module and polyfill objects."""
        for name, module in [*self._modules.items(), *self.polyfills.items()]:
            self._destroy(name, module)
        self._modules.clear()
        self.polyfills.clear()

    def _find(self, name: str, method: str) -> tuple[Export, Callable[[], Module]] | None:
        if not (isinstance(name, str) and isinstance(method, str)):
            raise TypeError(f"expected the names of a module and a method, got {name!r:.80}")
        registration = self._registration(name)
        export = registration.find(method, self._page.platform.name) if registration else None
        if export is None:
            return None
        found = self._methods[name, method] = export, partial(self.get, name)
        return found

    def _registration(self, name: str) -> Registration | None:
        try:
            return self._page.registry.get(name)
        except ModuleError as error:
            self._page.log_once("error", f"module {name} does not load", str(error))
            return None

    def _destroy(self, name: str, module: Module) -> None:
        try:
            module.destroy()
        except Exception as error:
            self._page.add_failure(f"{name}.destroy", error)
