"""Load modules and components from a file that is not installed:

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
    """The classes of a file, in the order of definition."""

    modules: list[type[Module]]
    components: list[type[Component]]


def load_modules(location: str | os.PathLike[str]) -> Classes:
    """Load the modules and components of a file.

    Args:
        location: "path.py" for all `Module` and `Component` classes that the file defines,
            "path.py:Class" or "path.py:Class,Other" for some of them.

    Raises:
        ModuleFileError: The file or a class does not exist, or the file cannot be loaded.
    """
    return ModuleFile(location).load()


def files_of(locations: Iterable[str]) -> list[ModuleFile]:
    """The files of several locations, each once, with the classes of all its locations."""
    found: dict[str, ModuleFile] = {}
    for location in locations:
        file = ModuleFile(location)
        known = found.setdefault(file.path, file)
        if known is not file:
            everything = not (known.names and file.names)
            known.names = () if everything else tuple(dict.fromkeys(known.names + file.names))
    return list(found.values())


class ModuleFile:
    """A file with modules and components that can be loaded again after a change.

    Args:
        location: As for `load_modules`.

    Attributes:
        path: The absolute path.
        shown: The path of `location`, for messages.
        names: The requested classes; () for all.
        classes: The result of the last successful `load`.
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
        """Run the file and its imports from the same folder, and collect its classes.

        Raises:
            ModuleFileError: As for `load_modules`; `classes` still has the classes before.
        """
        found = self._execute()
        classes = [self._named(found, name) for name in self.names] or self._defined(found)
        self.classes = Classes(
            [cls for cls in classes if issubclass(cls, Module)],
            [cls for cls in classes if issubclass(cls, Component)],
        )
        return self.classes

    def sources(self) -> list[str]:
        """The file and its imports from the same folder."""
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
            sys.path.append(folder)  # last, so that its calendar.py does not hide Python's
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
        """{name: path} of the Python modules of the file's folder that were imported since."""
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
            problem = "the file exits the program (SystemExit) when it is loaded"
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
        there = ", ".join(cls.__name__ for cls in _natives(found)) or "none"
        got = "nothing" if cls is None else repr(cls)
        raise ModuleFileError(
            self.shown,
            f"expected a Module or Component called {name!r}, got {got}; the file has: {there}",
        )

    def _defined(self, found: ModuleType) -> list[type[Native]]:
        """All classes of the file, without base classes that have no name or share the name of a
        subclass in the file."""
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
                        f"{other.__name__} and {cls.__name__} both have the name {name!r}; choose "
                        f"one: {self.shown}:{cls.__name__}",
                    )
            chosen.append(cls)
        if not chosen:
            raise ModuleFileError(
                self.shown, "expected a subclass of Module or Component, the file defines none"
            )
        return chosen


class _Loader(SourceFileLoader):
    """Compiles the source at each load: Python takes bytecode as current if the source was
    changed within the same second."""

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
