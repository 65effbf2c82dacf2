"""Methods that JS can call: the `@js_method` decorator and the table of a class's methods."""

import os
import sys
from collections.abc import Callable, Collection
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, overload

from weex_runtime.errors import ModuleError

if TYPE_CHECKING:
    from weex_runtime.module_api.module import Native

F = TypeVar("F", bound=Callable[..., Any])


class Export(NamedTuple):
    """A method that JS can call.

    Attributes:
        sync: Whether JS gets the return value.
        platforms: The platforms that have the method; None for all platforms of its module. A page
            without a platform has every method.
        documented: Whether Weex's documentation promises the method.
    """

    js_name: str
    function: Callable[..., Any]
    sync: bool
    platforms: Collection[str] | None = None
    documented: bool = True


@overload
def js_method(function: F, /) -> F: ...
@overload
def js_method(
    *,
    sync: bool = False,
    name: str | None = None,
    platforms: Collection[str] | None = None,
    documented: bool = True,
) -> Callable[[F], F]: ...
def js_method(
    function: F | None = None,
    /,
    *,
    sync: bool = False,
    name: str | None = None,
    platforms: Collection[str] | None = None,
    documented: bool = True,
) -> F | Callable[[F], F]:
    """Export a method of a `Module` or `Component` to JS.

    A plain method runs during the call from JS. A coroutine or generator runs during the call up to
    its first `await` or `yield`, and afterwards on the loop. The type hints of the parameters
    determine the conversion of arguments (docs/modules.md, "Arguments").

    Args:
        sync: Whether JS gets the return value, which must be JSON (Android: uiThread=false; iOS:
            WX_EXPORT_METHOD_SYNC). Without `sync` JS gets undefined, as on a device.
        name: The name in JS; default: the method's name in Python.
        platforms: The platforms that have the method, like ("android", "ios"); default: those of
            the module.
        documented: Whether Weex's documentation promises the method.

    Raises:
        ModuleError: The decorated object is not a function.
    """

    def mark(function: F) -> F:
        if isinstance(function, str):
            raise ModuleError(
                f"js_method: expected the name as a keyword argument, got {function!r}; write "
                f"@js_method(name={function!r})"
            )
        if not hasattr(function, "__code__"):
            raise ModuleError(
                f"js_method: expected a method, got {function!r}; write `def name(self, ...)` "
                "below it, without staticmethod, classmethod or property"
            )
        export = Export(name or function.__name__, function, sync, platforms, documented)
        function.__weex_export__ = ((export.js_name,), export)  # type: ignore[attr-defined]
        return function

    return mark(function) if function else mark


def exports_of(cls: "type[Native]") -> dict[str, Export]:
    """Return {name in JS: method} of a class, in the order of definition. Inherited methods come
    first.
    """
    return marked(cls, "__weex_export__")


def _read_marked(cls: type, mark: str) -> dict[str, Any]:
    """Return {name: value} of the methods, including inherited methods, that a decorator has
    marked. The mark of a method is (names, value).
    """
    found: dict[str, Any] = {}
    for base in reversed(cls.__mro__):
        for attribute in vars(base).values():
            if hasattr(attribute, mark):
                names, value = getattr(attribute, mark)
                found.update(dict.fromkeys(names, value))
    return found


# Reads each class only once. The declared type is for mypy: without this type, mypy looks for
# `__hash__` in a class's instances, and rejects some classes as arguments.
marked: Callable[[type, str], dict[str, Any]] = cache(_read_marked)


def source_of(cls: object, argument: str) -> str:
    """Return the origin of a class in messages, like "gps.py: Gps".

    Args:
        argument: Returned if `cls` is not a class: the name of the argument with the classes.
    """
    if not isinstance(cls, type):
        return argument
    file = getattr(sys.modules.get(cls.__module__), "__file__", None)
    return f"{os.path.relpath(file)}: {cls.__qualname__}" if file else cls.__qualname__


def check_exports(cls: "type[Native]", owner: str, source: str) -> None:
    """Check the methods and permissions of a class.

    Args:
        owner: The module's name or the element's type.
        source: Where the class comes from.

    Raises:
        ModuleError: A method with `sync` is async or a generator; a method is an asynchronous
            generator or lacks `self`; @js_method decorates a property, static method or class
            method; or `permissions` is a string.
    """
    if isinstance(cls.permissions, str):
        name = repr(cls.permissions)
        problem = f"expected names in permissions, got {name}; write permissions = ({name},)"
        raise ModuleError(f"{source}: {problem}")
    for attribute, value in vars(cls).items():
        if isinstance(value, (staticmethod, classmethod, property)):
            inner: Any = value.fget if isinstance(value, property) else value.__func__
            if hasattr(inner, "__weex_export__"):
                raise ModuleError(
                    f"{_place(inner)}: {owner}.{attribute}: expected a method, got "
                    f"{type(value).__name__}; write @js_method and `def {attribute}(self, ...)`"
                )
    for export in exports_of(cls).values():
        flags = export.function.__code__.co_flags
        problem = _parameter_problem(export.function)
        if flags & _ASYNC_GENERATOR:
            problem = (
                "it is an asynchronous generator: use `await` only, or `yield` without `async`"
            )
        elif export.sync and flags & (_GENERATOR | _COROUTINE):
            problem = (
                "expected a plain method with sync=True, got an async one or a generator; "
                "give the method a Callback parameter, and remove sync=True"
            )
        if problem:
            raise ModuleError(f"{_place(export.function)}: {owner}.{export.js_name}: {problem}")


def _parameter_problem(function: Callable[..., Any]) -> str:
    """Describe the first problem of a method's parameters; "" if JS can pass all arguments."""
    code = function.__code__
    first = code.co_varnames[0] if code.co_argcount else ""
    is_self = first == "self" or (first and first not in function.__annotations__)
    if not (is_self or code.co_flags & _VARARGS and not code.co_argcount):
        return f"the first parameter is {first or 'missing'}; write self before it"
    if code.co_kwonlyargcount > len(function.__kwdefaults__ or ()):
        return (
            "JS has no keyword arguments; remove the * before the parameter, or give it a default"
        )
    return ""


def _place(function: Callable[..., Any]) -> str:
    """Return the file and line of a function, like "gps.py:12"."""
    code = function.__code__
    return f"{code.co_filename.removeprefix(os.getcwd() + os.sep)}:{code.co_firstlineno}"


# The flags of code objects as numbers, like CO_GENERATOR, since importing `inspect` is slow.
_GENERATOR, _COROUTINE, _ASYNC_GENERATOR, _VARARGS = 0x20, 0x80, 0x200, 0x04
