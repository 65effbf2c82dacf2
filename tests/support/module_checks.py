"""Checks of sample modules, for the tests of `check_module`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypedDict

import pytest

from weex_runtime import Module
from weex_runtime.testing import ModuleCheckFailed, check_module


class Answer(TypedDict):
    """The argument of the callback of `add`."""

    result: str
    count: int


def module_with(**methods: Callable[..., Any]) -> type[Module]:
    """Make a module class with these methods, which take (self, ...)."""
    return type(
        "Sample",
        (Module,),
        {"__doc__": "Sample.", "name": "sample", "__init__": lambda self: setattr(self, "n", 0)}
        | methods,
    )


def problems_of(cls: type[Module], **options: Any) -> list[str]:
    """The problems, each as one line, of a module that fails."""
    with pytest.raises(ModuleCheckFailed) as failed:
        check_module(cls, **options)
    return [" ".join(str(problem).split()) for problem in failed.value.report.problems]


def problem_of(cls: type[Module], title: str, **options: Any) -> str:
    """The first problem of a module that fails only the check with this title."""
    with pytest.raises(ModuleCheckFailed) as failed:
        check_module(cls, **options)
    report = failed.value.report
    assert [check.title for check in report.checks if check.problems] == [title]
    return " ".join(str(report.problems[0]).split())


def problem_texts(cls: type[Module], title: str, **options: Any) -> list[str]:
    """The problems of the check with this title."""
    with pytest.raises(ModuleCheckFailed) as failed:
        check_module(cls, **options)
    (check,) = [check for check in failed.value.report.checks if check.title == title]
    return [" ".join(str(problem).split()) for problem in check.problems]
