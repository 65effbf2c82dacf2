"""Modules and components in a file of their own, which need not be installed.

classes = load_modules("calendar.py")
Runtime(modules=classes.modules, components=classes.components)
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_file_location
from itertools import count
from types import CodeType, ModuleType, TracebackType
from typing import NamedTuple, TypeGuard

from weex_runtime.errors import ModuleFileError
from weex_runtime.instance.bundle.bundle import file_meant
from weex_runtime.module_api.component import Component
from weex_runtime.module_api.module import Module, Native

_numbers = count(1)


class Classes(NamedTuple):
    """What a file has, each list in the order of definition."""

    modules: list[type[Module]]
    components: list[type[Component]]


def load_modules(location: str | os.PathLike[str]) -> Classes:
    """The modules and components of a file; it is loaded under a name of its own.

    Args:
        location: "path.py" for every `Module` and `Component` that is defined there,
            "path.py:Class" or "path.py:Class,Other" for those.

    Raises:
        ModuleFileError: There is no such file or class, or the file cannot be loaded.
    """
    return ModuleFile(location).load()


def files_of(locations: Iterable[str]) -> list[ModuleFile]:
    """The files that locations name, each once with all the classes that are asked of it."""
    found: dict[str, ModuleFile] = {}
    for location in locations:
        file = ModuleFile(location)
        known = found.setdefault(file.path, file)
        if known is not file:
            everything = not (known.names and file.names)
            known.names = () if everything else tuple(dict.fromkeys(known.names + file.names))
    return list(found.values())


class ModuleFile:
    """A file with modules and components, which can be loaded again.

    Args:
        location: As for `load_modules`.

    Attributes:
        path: Absolute.
        shown: The path as it was given.
        names: The classes that are asked for; none: all.
        classes: What was loaded last.
    """

    def __init__(self, location: str | os.PathLike[str]) -> None:
        location = os.fspath(location)
        path, colon, names = location.rpartition(":")
        if not (colon and path.endswith(".py")):
            path, names = location, ""
        self.shown = path
        self.path = os.path.abspath(path)
        self.names = tuple(filter(None, map(str.strip, names.split(","))))
        stem = os.path.basename(path).removesuffix(".py")
        self._name = f"module_file_{next(_numbers)}_{stem}"
        self._before = frozenset(sys.modules)
        self.classes = Classes([], [])

    def load(self) -> Classes:
        """Run the file, and what it imports from its folder, and take its classes.

        Raises:
            ModuleFileError: As for `load_modules`; what was loaded before is still of use.
        """
        found = self._execute()
        classes = [self._named(found, name) for name in self.names] or self._defined(found)
        self.classes = Classes(
            [cls for cls in classes if issubclass(cls, Module)],
            [cls for cls in classes if issubclass(cls, Component)],
        )
        return self.classes

    def sources(self) -> list[str]:
        """The files that it consists of: its own, and those of its folder that it imported."""
        return [self.path, *self._imported().values()]

    def _execute(self) -> ModuleType:
        if not os.path.isfile(self.path):
            if os.path.isdir(self.path):
                problem = f"this is a folder ({self.path}); name a .py file in it"
            else:
                problem = f"no such file ({self.path}){file_meant(self.path)}"
            raise ModuleFileError(self.shown, problem)
        folder = os.path.dirname(self.path)
        if folder not in sys.path:
            sys.path.append(folder)  # at the end: a calendar.py there must not hide Python's
        imported = {name: sys.modules.pop(name) for name in self._imported()}
        previous = sys.modules.get(self._name)
        loader = _Loader(self._name, self.path)
        spec = spec_from_file_location(self._name, self.path, loader=loader)
        assert spec
        module = sys.modules[self._name] = module_from_spec(spec)
        writes_none, sys.dont_write_bytecode = sys.dont_write_bytecode, True
        try:
            loader.exec_module(module)
        except (Exception, SystemExit) as error:
            del sys.modules[self._name]
            if previous:
                sys.modules[self._name] = previous
            sys.modules.update(imported)
            raise self._explained(error) from error
        finally:
            sys.dont_write_bytecode = writes_none
        return module

    def _imported(self) -> dict[str, str]:
        """What lies in the file's folder and was imported since, by name."""
        folder = os.path.dirname(self.path)
        found: dict[str, str] = {}
        for name, module in list(sys.modules.items()):
            if name in self._before or name.startswith("module_file_"):
                continue
            path = getattr(module, "__file__", None)
            top = getattr(sys.modules.get(name.partition(".")[0]), "__file__", None)
            if path and top and path.endswith(".py"):
                home = os.path.dirname(os.path.abspath(top))
                if os.path.basename(top) == "__init__.py":
                    home = os.path.dirname(home)
                if home == folder:
                    found[name] = os.path.abspath(path)
        return found

    def _explained(self, error: BaseException) -> ModuleFileError:
        problem = f"{type(error).__name__}: {error}"
        if isinstance(error, SyntaxError) and error.filename:
            text = f": {error.text.strip()}" if error.text else ""
            problem = f"{type(error).__name__}: {error.msg}{text}"
            return ModuleFileError(self._place(error.filename), problem, error.lineno or 0)
        if isinstance(error, SystemExit):
            problem = "it ends the program (SystemExit) where it is loaded"
        path, line = self.path, 0
        folder = os.path.dirname(self.path)
        for file, number in _frames(error.__traceback__):
            if os.path.dirname(file) == folder:
                path, line = file, number
        return ModuleFileError(self._place(path), problem, line)

    def _place(self, path: str) -> str:
        return self.shown if path == self.path else path

    def _named(self, found: ModuleType, name: str) -> type[Native]:
        cls = getattr(found, name, None)
        if _is_native(cls):
            return cls
        there = ", ".join(cls.__name__ for cls in _natives(found)) or "no Module and no Component"
        problem = f"there is no class {name!r}" if cls is None else f"{name} is no Module"
        raise ModuleFileError(self.shown, f"{problem}; the file has {there}")

    def _defined(self, found: ModuleType) -> list[type[Native]]:
        """All but those that others in the file are made from, unless those are named."""
        classes = list(_natives(found))
        bases = {base for cls in classes for base in cls.__mro__[1:]}
        chosen: list[type[Native]] = []
        for cls in classes:
            name = _name_of(cls)
            if cls in bases and (name is None or any(_replaces(other, cls) for other in classes)):
                continue
            for other in chosen:
                if name and name == _name_of(other) and _is_module(cls) == _is_module(other):
                    raise ModuleFileError(
                        self.shown,
                        f"{other.__name__} and {cls.__name__} are both {name!r}: name the one to "
                        f"take, like {self.shown}:{cls.__name__}",
                    )
            chosen.append(cls)
        if not chosen:
            raise ModuleFileError(self.shown, "it defines no subclass of Module or Component")
        return chosen


class _Loader(SourceFileLoader):
    """Compiles at each load: bytecode that was kept counts as current for a second after it was
    written."""

    def get_code(self, fullname: str) -> CodeType:
        return self.source_to_code(self.get_data(self.path), self.path)


def _natives(found: ModuleType) -> Iterator[type[Native]]:
    for value in dict.fromkeys(filter(_is_native, vars(found).values())):
        if value.__module__ == found.__name__:
            yield value


def _is_native(value: object) -> TypeGuard[type[Native]]:
    return isinstance(value, type) and issubclass(value, (Module, Component))


def _is_module(cls: type[Native]) -> bool:
    return issubclass(cls, Module)


def _name_of(cls: type[Native]) -> str | None:
    name = getattr(cls, "name" if _is_module(cls) else "type", None)
    return name if isinstance(name, str) else None


def _replaces(cls: type[Native], base: type[Native]) -> bool:
    return cls is not base and issubclass(cls, base) and _name_of(cls) == _name_of(base)


def _frames(traceback: TracebackType | None) -> Iterator[tuple[str, int]]:
    while traceback:
        yield os.path.abspath(traceback.tb_frame.f_code.co_filename), traceback.tb_lineno
        traceback = traceback.tb_next
