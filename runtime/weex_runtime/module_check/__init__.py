"""`check_module` and `check_component`: whether a module or component keeps to what devices and
bundles expect of one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from weex_runtime.errors import ModuleCheckFailed
from weex_runtime.module_api.component import Component
from weex_runtime.module_api.component_registry import ComponentRegistry
from weex_runtime.module_api.module import Module
from weex_runtime.module_api.registry import Registry
from weex_runtime.module_check import declarations as contract
from weex_runtime.module_check import elements, lifetime
from weex_runtime.module_check import invalid_calls as misfitting
from weex_runtime.module_check import valid_calls as fitting
from weex_runtime.module_check.report import Report
from weex_runtime.module_check.subject import Calls, Subject, subject_of, subject_of_component


def check_module(
    cls: type[Module],
    *,
    calls: Calls | None = None,
    shares: Collection[str] = (),
    options: Mapping[str, Any] | None = None,
    timeout: float = 5.0,
    seconds: float = 2.0,
) -> Report:
    """Check a module on real pages, whose bundles call its methods in all ways.

    Args:
        calls: {method: arguments} where those that are made from the type hints are not fit, like
            an address: in order, or {parameter: argument}. What is left is made from the hints;
            functions too.
        shares: Names of class attributes and globals that all pages share on purpose.
        options: For the `Runtime`s that it is checked in, like {"platform": "android"}.
        timeout: Real seconds that a call may take to come to rest.
        seconds: So long the page's clock goes on after the calls of a method.

    Returns:
        What was checked, with hints; `str` of it can be shown.

    Raises:
        ModuleCheckFailed: An AssertionError that lists all problems, and what to do.
        ModuleError: It cannot be registered, or `calls` names what it does not have.
    """
    registry = Registry([cls])
    registration = registry.get(cls.name)
    assert registration
    subject = subject_of(
        registration,
        calls or {},
        options=options or {},
        shares=frozenset(shares),
        timeout=timeout,
        seconds=seconds,
    )
    return _checked(Report(cls.name), subject, (contract, fitting, misfitting, lifetime))


def check_component(
    cls: type[Component],
    *,
    calls: Calls | None = None,
    shares: Collection[str] = (),
    options: Mapping[str, Any] | None = None,
    timeout: float = 5.0,
    seconds: float = 2.0,
) -> Report:
    """As `check_module`, of a component: its methods are called through refs, its attributes are
    set, its events are built, and its element is taken away.

    Raises:
        ModuleCheckFailed: An AssertionError that lists all problems, and what to do.
        ModuleError: It cannot be registered, or `calls` names what it does not have.
    """
    ComponentRegistry([cls])
    subject = subject_of_component(
        cls,
        calls or {},
        options=options or {},
        shares=frozenset(shares),
        timeout=timeout,
        seconds=seconds,
    )
    report = Report(cls.type, kind="component")
    return _checked(report, subject, (contract, fitting, misfitting, lifetime, elements))


def _checked(report: Report, subject: Subject, parts: Sequence[Any]) -> Report:
    if (made := lifetime.made(subject)).problems:
        report.checks.append(made)
        raise ModuleCheckFailed(report)
    for part in parts:
        report.checks += part.all_of(subject)
    if report.problems:
        raise ModuleCheckFailed(report)
    return report
