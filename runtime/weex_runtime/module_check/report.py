"""The result of a check, as objects and as text."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from weex_runtime.errors import CallbackSpent, WeexError

_PACKAGE = os.path.dirname(os.path.dirname(__file__))


class Finding(NamedTuple):
    """One problem or hint.

    Attributes:
        where: The method, event or attribute, like "calendar.add".
        what: The observation, as the rest of a sentence after `where`.
        remedy: What to do; "" if that is obvious.
    """

    where: str
    what: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.where} {self.what}" + (f"\n    -> {self.remedy}" if self.remedy else "")


@dataclass
class Check:
    """One rule.

    Attributes:
        title: The rule.
        problems: Violations of the rule.
        hints: Behaviour that works here and may fail on a device.
        note: Why nothing could be checked; "" for a check that ran.
    """

    title: str
    problems: list[Finding] = field(default_factory=list)
    hints: list[Finding] = field(default_factory=list)
    note: str = ""


@dataclass
class Report:
    """All checks of a module or component; `str(report)` is a text to print.

    Attributes:
        module: The module's name, or the element's type.
        checks: In the order of execution.
        kind: "module" or "component".
    """

    module: str
    checks: list[Check] = field(default_factory=list)
    kind: str = "module"

    @property
    def problems(self) -> list[Finding]:
        """The problems of all checks."""
        return [problem for check in self.checks for problem in check.problems]

    @property
    def hints(self) -> list[Finding]:
        """The hints of all checks."""
        return [hint for check in self.checks for hint in check.hints]

    def __str__(self) -> str:
        lines = [
            f"{self.kind} {self.module}: {_count(self.checks, 'check')}, "
            f"{_count(self.problems, 'problem')}, {_count(self.hints, 'hint')}"
        ]
        for check in self.checks:
            state = "FAILED" if check.problems else "  --  " if check.note else "  ok  "
            lines.append(f"{state} {check.title}" + (f": {check.note}" if check.note else ""))
            findings = [f"  {problem}" for problem in check.problems]
            findings += [f"  (hint) {hint}" for hint in check.hints]
            for finding in dict.fromkeys(findings):
                lines += [f"     {line}" for line in finding.splitlines()]
        return "\n".join(lines)


class ModuleCheckFailed(WeexError, AssertionError):
    """A check of a module or component found problems; the text lists them.

    Attributes:
        report: All checks with their findings.
    """

    def __init__(self, report: Report) -> None:
        super().__init__(str(report))
        self.report = report


def exceptions(
    where: str, failures: Iterable[BaseException], known: Collection[str] = (), when: str = ""
) -> list[Finding]:
    """A finding for each exception, except the known ones.

    Args:
        known: Descriptions of exceptions that another check reports.
        when: When they were raised, like " after the page is gone".
    """
    remedy = "use invoke_and_keep_alive for every call but the last one"
    return [
        Finding(
            where, f"raises{when} {description(e)}", remedy if isinstance(e, CallbackSpent) else ""
        )
        for e in failures
        if description(e) not in known
    ]


def description(error: BaseException) -> str:
    """The exception's type and text, and the innermost line outside this package."""
    place = ""
    traceback = error.__traceback__
    while traceback:
        file = traceback.tb_frame.f_code.co_filename
        if not file.startswith(_PACKAGE):
            place = f" ({os.path.basename(file)}:{traceback.tb_lineno})"
        traceback = traceback.tb_next
    return f"{type(error).__name__}: {error}{place}"


def _count(things: list[Check] | list[Finding], noun: str) -> str:
    return f"{len(things)} {noun}" + ("" if len(things) == 1 else "s")
