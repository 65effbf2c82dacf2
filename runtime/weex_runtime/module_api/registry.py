"""Which native modules a runtime has, by name.

Modules are found through the entry-point group `weex_runtime.modules`, ours like a third party's;
polyfills through `weex_runtime.polyfills`.
"""

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import NamedTuple, get_args

from weex_runtime.errors import ModuleError, UnknownPolyfill
from weex_runtime.json_values import JSONValue
from weex_runtime.module_api.entry_points import (
    EntryPoint,
    entry_points,
    load,
    load_point,
    prevailing,
)
from weex_runtime.module_api.module import Export, Module, check_exports, exports_of
from weex_runtime.module_api.platforms import PlatformName
from weex_runtime.module_api.polyfill import Polyfill

GROUP = "weex_runtime.modules"
POLYFILLS = "weex_runtime.polyfills"


class Registration(NamedTuple):
    """A module and where it comes from, like "entry point of weex-runtime"."""

    cls: type[Module]
    exports: Mapping[str, Export]
    source: str

    def is_on(self, platform: PlatformName | None) -> bool:
        """Whether a page of the platform has the module."""
        return platform is None or self.cls.platforms is None or platform in self.cls.platforms

    def on(self, platform: PlatformName | None) -> Mapping[str, Export]:
        """What a page of the platform sees of it; nothing where a device lacks the module."""
        return {name: export for name, export in self.exports.items() if self.find(name, platform)}

    def find(self, method: str, platform: PlatformName | None) -> Export | None:
        """One method, where a page of the platform has it."""
        export = self.exports.get(method)
        if export is None or platform is None:
            return export
        if export.platforms is not None and platform not in export.platforms:
            return None
        return export if self.is_on(platform) else None


class StubCall(NamedTuple):
    """One call of a module that a stub stands for.

    Attributes:
        args: As JS passed them; a function as the decimal text of its callback id.
    """

    module: str
    method: str
    args: list[JSONValue]


class Registry:
    """The modules of one runtime.

    Args:
        modules: Classes beside the installed ones; one of the same name takes the place of the
            installed.
        stubs: Names of modules whose every method is accepted and recorded where a page does not
            have the module; a pattern like "nat/*" stands for all such that bundles ask for.

    Attributes:
        stub_patterns: The patterns.

    Raises:
        ModuleError: A class is no module.
    """

    def __init__(self, modules: Iterable[type[Module]] = (), stubs: Iterable[str] = ()) -> None:
        self._points: dict[str, list[EntryPoint]] = {}
        for point in entry_points(GROUP):
            self._points.setdefault(point.name, []).append(point)
        self._registered: dict[str, Registration] = {}
        for cls in modules:
            self.replace(cls)
        stubs = list(dict.fromkeys(stubs))
        self.stub_patterns = [name for name in stubs if "*" in name]
        self._stubs = [name for name in stubs if "*" not in name]

    def names(self) -> list[str]:
        """The modules that are there; the installed ones need not be loaded yet."""
        return sorted({*self._points, *self._registered})

    def get(self, name: str) -> Registration | None:
        """The module of this name; an installed one is loaded when it is asked for first.

        Raises:
            ModuleError: It cannot be loaded, is no module of that name, or two distributions beside
                this one offer it.
        """
        found = self._registered.get(name)
        if found is None and name in self._points:
            point = prevailing(GROUP, name, self._points[name])
            found = self._registered[name] = _loaded(point)
        return found

    def methods(self, platform: PlatformName | None = None) -> dict[str, list[str]]:
        """{module: [method]}, as the JS runtime's `registerModules` takes it; stubs have none.

        Raises:
            ModuleError: An installed module cannot be loaded.
        """
        methods = {name: list(entry.on(platform)) for name, entry in self.items()}
        there = {name: exports for name, exports in methods.items() if exports}
        return there | {name: [] for name in self.stubs(platform)}

    def replace(self, cls: type[Module]) -> Registration:
        """Put a class in the place of the one of its name.

        Raises:
            ModuleError: It is no module.
        """
        is_class = isinstance(cls, type)
        source = f"{cls.__module__}.{cls.__qualname__}" if is_class else "modules"
        registration = _register(cls, source)
        self._registered[cls.name] = registration
        return registration

    def has(self, name: str, platform: PlatformName | None) -> bool:
        """Whether a page of the platform has the module.

        Raises:
            ModuleError: As `get`, where there is a platform.
        """
        if name not in self._points and name not in self._registered:
            return False
        entry = None if platform is None else self.get(name)
        return entry is None or bool(entry.on(platform))

    def stubs(self, platform: PlatformName | None = None) -> list[str]:
        """The stubs of a page of the platform, those of patterns from when a bundle asks for one.

        Raises:
            ModuleError: As `has`.
        """
        return [name for name in self._stubs if not self.has(name, platform)]

    def stub(self, name: str, platform: PlatformName | None) -> bool:
        """Make a module a stub if a pattern stands for it.

        Returns:
            Whether it is a stub of pages of the platform.

        Raises:
            ModuleError: As `has`.
        """
        if self.has(name, platform):
            return False
        if name not in self._stubs and self.stub_patterns:
            from fnmatch import fnmatchcase

            if any(fnmatchcase(name, pattern) for pattern in self.stub_patterns):
                self._stubs.append(name)
        return name in self._stubs

    def items(self) -> list[tuple[str, Registration]]:
        """All modules by name.

        Raises:
            ModuleError: An installed module cannot be loaded.
        """
        return [(name, entry) for name in self.names() if (entry := self.get(name))]


def _register(cls: type[Module], source: str) -> Registration:
    if not (isinstance(cls, type) and issubclass(cls, Module)):
        raise ModuleError(f"{source}: {cls!r} is no subclass of weex_runtime.Module")
    if not isinstance(getattr(cls, "name", None), str):
        raise ModuleError(f"{source}: set `name`, what weex.requireModule(name) asks for")
    check_exports(cls, cls.name, source)
    exports = exports_of(cls)
    for platforms in (cls.platforms, *(export.platforms for export in exports.values())):
        unknown = set(platforms or ()) - set(get_args(PlatformName))
        if unknown:
            raise ModuleError(
                f"{source}: platforms are android, ios and web, not {', '.join(sorted(unknown))}"
            )
    return Registration(cls, exports, source)


def polyfills_of(names: Iterable[str]) -> list[type[Polyfill]]:
    """The polyfills of these names, each once.

    Raises:
        UnknownPolyfill: There is none of a name.
        ModuleError: An installed one cannot be loaded, or two distributions beside this one offer
            it.
    """
    wanted = list(dict.fromkeys(names))
    if not wanted:
        return []
    known = installed_polyfills()
    for name in wanted:
        if name not in known:
            raise UnknownPolyfill(name, known)
    chosen = [prevailing(POLYFILLS, name, known[name]) for name in wanted]
    return [known[name][point] for name, point in zip(wanted, chosen, strict=True)]


@cache
def _loaded(point: EntryPoint) -> Registration:
    registration = _register(load_point(point, GROUP), point.source)
    if registration.cls.name != point.name:
        raise ModuleError(
            f"{point.source}: module {registration.cls.name!r} is listed under the name "
            f"{point.name!r}; write the same in both places"
        )
    return registration


@lru_cache(maxsize=1)
def installed_polyfills() -> dict[str, dict[EntryPoint, type[Polyfill]]]:
    """The polyfills by name, each with the entry points that offer it.

    Raises:
        ModuleError: One of them cannot be loaded.
    """
    found: dict[str, dict[EntryPoint, type[Polyfill]]] = {}
    for point, cls in load(POLYFILLS):
        found.setdefault(cls.name, {})[point] = cls
    return found
