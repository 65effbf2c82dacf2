"""`check_module` and `check_component`: check that a module or component works as devices and
bundles expect. Other packages import these functions and the classes of report.py.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from weex_runtime.module_api.component import Component
from weex_runtime.module_api.module import Module
from weex_runtime.module_check import calls as method_calls
from weex_runtime.module_check import declarations, elements, lifetime
from weex_runtime.module_check.report import ModuleCheckFailed, Report
from weex_runtime.module_check.subject import Calls, Subject


def check_module(
    cls: type[Module],
    *,
    calls: Calls | None = None,
    shares: Collection[str] = (),
    options: Mapping[str, Any] | None = None,
    timeout: float = 5.0,
    seconds: float = 2.0,
) -> Report:
    """Check a module on real pages: their bundles call its methods with arguments of right and
    wrong types.

    Args:
        calls: {method: arguments} for methods that need particular arguments, like an address. The
            arguments are a list in order, or {parameter: argument}. Functions and missing arguments
            are made from the type hints.
        shares: Names of the class attributes and globals whose values pages share on purpose.
        options: Arguments for `Runtime`, like {"platform": "android"}.
        timeout: Real seconds that the page may take to become idle after a call.
        seconds: Seconds that the page's virtual clock runs after the calls of a method.

    Returns:
        A report of the checks with their hints; print `str(report)` to read them.

    Raises:
        ModuleCheckFailed: An AssertionError that lists all problems and their remedies.
        ModuleError: The class cannot be registered, or `calls` names an unknown method or
            parameter.
    """
    return _checked("module", **locals())


def check_component(
    cls: type[Component],
    *,
    calls: Calls | None = None,
    shares: Collection[str] = (),
    options: Mapping[str, Any] | None = None,
    timeout: float = 5.0,
    seconds: float = 2.0,
) -> Report:
    """Check a component on real pages: call its methods through refs, set its attributes, build its
    events, and remove its element. The arguments are those of `check_module`.

    Raises:
        ModuleCheckFailed: An AssertionError that lists all problems and their remedies.
        ModuleError: The class cannot be registered, or `calls` names an unknown method or
            parameter.
    """
    return _checked("component", **locals())


def _checked(kind: Any, cls: Any, **arguments: Any) -> Report:
    subject = Subject(kind, cls, **arguments)
    report = Report(subject.docs.name, kind=kind)
    made = lifetime.can_be_made(subject)
    if made.problems:
        report.checks.append(made)
        raise ModuleCheckFailed(report)
    parts = [declarations.checks, method_calls.checks, lifetime.checks]
    if kind == "component":
        parts.append(elements.checks)
    for checks in parts:
        report.checks += checks(subject)
    if report.problems:
        raise ModuleCheckFailed(report)
    return report
