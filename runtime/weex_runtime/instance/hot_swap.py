"""Change the class of an object of a module or component."""

from __future__ import annotations

from collections.abc import Callable
from types import CodeType
from typing import Any

from weex_runtime.module_api.module import Native


def take_over(native: Native, cls: type[Native]) -> bool:
    """Change the class of an object, which keeps its fields.

    Returns:
        False if the fields would not fit, since the class has another `__init__` or another layout.
            Then the caller must create a new object.
    """
    if _inits(type(native)) != _inits(cls):
        return False
    try:
        native.__class__ = cls
    except TypeError:  # the new class has another layout, as with __slots__
        return False
    return True


def _inits(cls: type) -> list[object]:
    """Return the code of `__init__` of a class and its bases."""
    found = (vars(base).get("__init__") for base in cls.__mro__ if base is not object)
    return [_meaning(init) for init in found if init]


def _meaning(function: Callable[..., Any]) -> object:
    while hasattr(function, "__wrapped__"):
        function = function.__wrapped__
    code = getattr(function, "__code__", None)
    if not isinstance(code, CodeType):
        return function
    defaults = (getattr(function, "__defaults__", None), getattr(function, "__kwdefaults__", None))
    return _steps(code), repr(defaults)


def _steps(code: CodeType) -> tuple[object, ...]:
    """Return the parts of a code object that determine its behaviour: all but the line numbers."""
    constants = [
        _steps(constant) if isinstance(constant, CodeType) else (type(constant), repr(constant))
        for constant in code.co_consts
    ]
    names = (code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars)
    return code.co_code, constants, names, code.co_flags
