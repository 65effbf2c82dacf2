"""The native modules of a runtime, by name, and the installed polyfills.

Built-in modules and those of other packages are found through the entry-point group
`weex_runtime.modules`, polyfills through `weex_runtime.polyfills`.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, get_args

from weex_runtime.errors import ModuleError, UnknownPolyfill
from weex_runtime.json_values import JSONValue
from weex_runtime.module_api.entry_points import EntryPoint, load_point, offers, prevailing
from weex_runtime.module_api.exports import Export, check_exports, exports_of, source_of
from weex_runtime.module_api.module import Module
from weex_runtime.module_api.platforms import PlatformName, is_on

if TYPE_CHECKING:
    from weex_runtime.module_api.polyfill import Polyfill

GROUP = "weex_runtime.modules"
POLYFILLS = "weex_runtime.polyfills"


class Registration(NamedTuple):
    """A module that is registered under its name.

    Attributes:
        exports: {name in JS: method}, inherited methods included.
        source: Where the class comes from, like "entry point of weex-runtime".
    """

    cls: type[Module]
    exports: Mapping[str, Export]
    source: str

    def is_on(self, platform: PlatformName | None) -> bool:
        """Whether pages of a platform have the module."""
        return is_on(self.cls.platforms, platform)

    def on(self, platform: PlatformName | None) -> Mapping[str, Export]:
        """Return {name in JS: method} of the methods on pages of a platform; an empty dict if the
        platform does not have the module.
        """
        return {name: export for name, export in self.exports.items() if self.find(name, platform)}

    def find(self, method: str, platform: PlatformName | None) -> Export | None:
        """Find a method by its name in JS; None if pages of the platform do not have the method."""
        export = self.exports.get(method)
        has_method = export and is_on(export.platforms, platform) and self.is_on(platform)
        return export if has_method else None


class StubCall(NamedTuple):
    """One call of a method of a stub module.

    Attributes:
        args: The arguments as JS passed them; for a function the decimal text of its callback id.
    """

    module: str
    method: str
    args: list[JSONValue]


class Registry:
    """The modules of one runtime.

    Args:
        modules: Further classes. A class replaces the installed module of the same name.
        stubs: Names of stub modules. On pages that do not have a module with the name, the stub
            accepts and records all calls. A pattern like "nat/*" makes a stub of each matching
            module that a bundle requires.

    Attributes:
        stub_patterns: The names in `stubs` with a "*".

    Raises:
        ModuleError: A class is not a module.
    """

    def __init__(self, modules: Iterable[type[Module]] = (), stubs: Iterable[str] = ()) -> None:
        self._points = offers(GROUP)
        self._registered: dict[str, Registration] = {}
        for cls in modules:
            self.replace(cls)
        stubs = list(dict.fromkeys(stubs))
        self.stub_patterns = [name for name in stubs if "*" in name]
        self._stubs = [name for name in stubs if "*" not in name]

    def names(self) -> list[str]:
        """Return the names of all modules, without loading installed modules."""
        return sorted({*self._points, *self._registered})

    def get(self, name: str) -> Registration | None:
        """Find a module by name. An installed module is loaded at its first look-up.

        Raises:
            ModuleError: The module cannot be loaded, its class has another name, or two
                distributions other than weex-runtime offer a module with the name.
        """
        found = self._registered.get(name)
        if found is None and name in self._points:
            point = prevailing(GROUP, name, self._points[name])
            found = self._registered[name] = _loaded(point)
        return found

    def methods(self, platform: PlatformName | None = None) -> dict[str, list[str]]:
        """Return the argument of the JS runtime's `registerModules`: {module: [method]}, with []
        for a stub.

        Raises:
            ModuleError: An installed module cannot be loaded.
        """
        methods = {name: list(entry.on(platform)) for name, entry in self.items()}
        there = {name: exports for name, exports in methods.items() if exports}
        return there | {name: [] for name in self.stubs(platform)}

    def replace(self, cls: type[Module]) -> Registration:
        """Register a class in place of the registered module of the same name.

        Raises:
            ModuleError: The class is not a module.
        """
        registration = _register(cls, source_of(cls, "modules"))
        self._registered[cls.name] = registration
        return registration

    def has(self, name: str, platform: PlatformName | None) -> bool:
        """Whether pages of a platform have the module.

        Raises:
            ModuleError: As for `get`, if a platform is given.
        """
        if name not in self._points and name not in self._registered:
            return False
        entry = None if platform is None else self.get(name)
        return entry is None or bool(entry.on(platform))

    def stubs(self, platform: PlatformName | None = None) -> list[str]:
        """Return the names of the stubs on pages of a platform. A name that only matches a pattern
        is included after the first call of `stub(name)`.

        Raises:
            ModuleError: As for `has`.
        """
        return [name for name in self._stubs if not self.has(name, platform)]

    def stub(self, name: str, platform: PlatformName | None) -> bool:
        """Make a module a stub if one of `stub_patterns` matches the module's name.

        Returns:
            Whether the module is a stub on pages of the platform.

        Raises:
            ModuleError: As for `has`.
        """
        if self.has(name, platform):
            return False
        if name not in self._stubs and self.stub_patterns:
            from fnmatch import fnmatchcase

            if any(fnmatchcase(name, pattern) for pattern in self.stub_patterns):
                self._stubs.append(name)
        return name in self._stubs

    def items(self) -> list[tuple[str, Registration]]:
        """Return (name, module) of all modules, sorted by name.

        Raises:
            ModuleError: An installed module cannot be loaded.
        """
        return [(name, entry) for name in self.names() if (entry := self.get(name))]


def _register(cls: type[Module], source: str) -> Registration:
    if not (isinstance(cls, type) and issubclass(cls, Module)):
        raise ModuleError(f"{source}: expected a subclass of weex_runtime.Module, got {cls!r}")
    if not isinstance(getattr(cls, "name", None), str):
        raise ModuleError(f"{source}: set `name`, the argument of weex.requireModule(name)")
    if not isinstance(cls.events, Mapping):
        raise ModuleError(
            f"{source}: expected events as {{name: type of the data}}, got {cls.events!r}; write "
            'events = {"moved": int}'
        )
    check_exports(cls, cls.name, source)
    exports = exports_of(cls)
    for platforms in (cls.platforms, *(export.platforms for export in exports.values())):
        unknown = ", ".join(sorted(set(platforms or ()) - set(get_args(PlatformName))))
        if unknown:
            raise ModuleError(f"{source}: expected platforms android, ios or web, got {unknown}")
    return Registration(cls, exports, source)


def polyfills_of(names: Iterable[str]) -> "list[type[Polyfill]]":
    """Find polyfills by name, without duplicates.

    Raises:
        UnknownPolyfill: No polyfill has the name.
        ModuleError: An installed polyfill cannot be loaded, or two distributions other than
            weex-runtime offer a polyfill with the name.
    """
    wanted = list(dict.fromkeys(names))
    if not wanted:
        return []
    known = offers(POLYFILLS)
    classes: list[type[Polyfill]] = []
    for name in wanted:
        if name not in known:
            raise UnknownPolyfill(name, known)
        point = prevailing(POLYFILLS, name, known[name])
        classes.append(load_point(point, POLYFILLS))
        _check_name(point, classes[-1])
    return classes


@cache
def _loaded(point: EntryPoint) -> Registration:
    registration = _register(load_point(point, GROUP), point.source)
    _check_name(point, registration.cls)
    return registration


def _check_name(point: EntryPoint, cls: type[Module]) -> None:
    if cls.name != point.name:
        raise ModuleError(
            f"{point.source}: the class has the name {cls.name!r}, but its entry point has the "
            f"name {point.name!r}; use the same name for both"
        )
