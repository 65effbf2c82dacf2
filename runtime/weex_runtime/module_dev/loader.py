"""Load modules and components from a file that is not installed:

classes = load_modules("calendar.py")
Runtime(modules=classes.modules, components=classes.components)
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from itertools import count
from types import ModuleType
from typing import NamedTuple, TypeGuard

from weex_runtime.errors import ModuleFileError
from weex_runtime.instance.bundle.bundle import file_meant
from weex_runtime.module_api.component import Component
from weex_runtime.module_api.module import Module, Native

_numbers = count(1)


class Classes(NamedTuple):
    """The module and component classes of a file, in the order of definition."""

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
    """Return one `ModuleFile` for each file. Locations in the same file are merged."""
    found: dict[str, ModuleFile] = {}
    for location in locations:
        file = ModuleFile(location)
        known = found.setdefault(file.path, file)
        if known is not file:
            everything = not (known.names and file.names)
            known.names = () if everything else tuple(dict.fromkeys(known.names + file.names))
    return list(found.values())


class ModuleFile:
    """A file of modules and components. `load` can be called again after the file changed.

    Args:
        location: As for `load_modules`.

    Attributes:
        path: The absolute path of the file.
        shown: The path as written in `location`, for messages.
        names: The names of the requested classes; () means all classes.
        classes: The classes that the last successful `load` found.
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
        """Run the file, and the files of the same folder that it imports. Collect the classes of
        the file.

        Raises:
            ModuleFileError: As for `load_modules`. `classes` keeps the classes of the last
                successful `load`.
        """
        found = self._execute()
        classes = [self._named(found, name) for name in self.names] or self._defined(found)
        modules = [cls for cls in classes if issubclass(cls, Module)]
        self.classes = Classes(modules, [cls for cls in classes if issubclass(cls, Component)])
        return self.classes

    def sources(self) -> list[str]:
        """Return the paths of the file and its imports from the same folder."""
        return [self.path, *self._imported().values()]

    def _execute(self) -> ModuleType:
        if not os.path.isfile(self.path):
            problem = f"no such file ({self.path}){file_meant(self.path)}"
            if os.path.isdir(self.path):
                problem = (
                    f"expected a file, got the folder {self.path}; give the path of a .py file in "
                    "the folder"
                )
            raise ModuleFileError(self.shown, problem)
        folder = os.path.dirname(self.path)
        if folder not in sys.path:
            # Append the file's folder to the end of sys.path, so that files in the folder do not
            # hide standard modules.
            sys.path.append(folder)
        imported = {name: sys.modules.pop(name) for name in self._imported()}
        previous = sys.modules.get(self._name)
        module = sys.modules[self._name] = ModuleType(self._name)
        module.__file__ = self.path
        writes_none, sys.dont_write_bytecode = sys.dont_write_bytecode, True
        try:
            with open(self.path, "rb") as file:
                code = compile(file.read(), self.path, "exec", dont_inherit=True)
            exec(code, vars(module))
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
        """Return {name: path} of the imported Python modules in the file's folder."""
        found: dict[str, str] = {}
        for name, module in list(sys.modules.items()):
            stem = os.path.join(os.path.dirname(self.path), *name.split("."))
            path = getattr(module, "__file__", None)
            own_paths = f"{stem}.py", os.path.join(stem, "__init__.py")
            if name not in self._before and path in own_paths:
                found[name] = path
        return found

    def _explained(self, error: BaseException) -> ModuleFileError:
        problem = f"{type(error).__name__}: {error}"
        if isinstance(error, SyntaxError) and error.filename:
            text = f": {error.text.strip()}" if error.text else ""
            problem = f"{type(error).__name__}: {error.msg}{text}"
            return ModuleFileError(self._place(error.filename), problem, error.lineno or 0)
        if isinstance(error, SystemExit):
            problem = 'SystemExit: call exit() only inside `if __name__ == "__main__":`'
        from traceback import walk_tb

        path, line = self.path, 0
        for frame, number in walk_tb(error.__traceback__):
            file = os.path.abspath(frame.f_code.co_filename)
            if os.path.dirname(file) == os.path.dirname(self.path):
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
        """Return the module and component classes of the file. Base classes are left out if they
        have no name, or if a subclass in the file has the same name.
        """
        classes = list(_natives(found))
        chosen: list[type[Native]] = []
        named: dict[tuple[bool, str], type[Native]] = {}
        for cls in classes:
            name = _name_of(cls)
            subclasses = [other for other in classes if other is not cls and issubclass(other, cls)]
            if subclasses and name in (None, *map(_name_of, subclasses)):
                continue
            other = named.setdefault((issubclass(cls, Module), name or cls.__qualname__), cls)
            if other is not cls:
                raise ModuleFileError(
                    self.shown,
                    f"{other.__name__} and {cls.__name__} both have the name {name!r}; choose "
                    f"one: {self.shown}:{cls.__name__}",
                )
            chosen.append(cls)
        if not chosen:
            raise ModuleFileError(
                self.shown, "expected a subclass of Module or Component in the file, got none"
            )
        return chosen


def _natives(found: ModuleType) -> Iterator[type[Native]]:
    for value in dict.fromkeys(filter(_is_native, vars(found).values())):
        if value.__module__ == found.__name__:
            yield value


def _is_native(value: object) -> TypeGuard[type[Native]]:
    return isinstance(value, type) and issubclass(value, (Module, Component))


def _name_of(cls: type[Native]) -> str | None:
    name = getattr(cls, "name" if issubclass(cls, Module) else "type", None)
    return name if isinstance(name, str) else None
