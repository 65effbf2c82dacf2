"""The findings of the checks of a module or component, as objects and as text."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from weex_runtime.errors import CallbackSpent, WeexError

_SPENT = "use invoke_and_keep_alive for every call but the last one"
_PACKAGE = os.path.dirname(os.path.dirname(__file__))


class Finding(NamedTuple):
    """One problem or hint that a check found.

    Attributes:
        where: The name of the method, event or attribute, like "calendar.add".
        what: The problem, as the end of a sentence that starts with `where`.
        remedy: The way to fix the problem; "" if the way is obvious.
    """

    where: str
    what: str
    remedy: str = ""

    @property
    def topic(self) -> tuple[str, str]:
        """`where` without the arguments of a call, and `what`."""
        return self.where.partition("(")[0], self.what

    def __str__(self) -> str:
        return f"{self.where} {self.what}" + (f"\n    -> {self.remedy}" if self.remedy else "")


@dataclass
class Check:
    """The result of one check: whether the module or component follows a rule.

    Attributes:
        title: The rule, as a sentence.
        problems: Violations of the rule. If several calls of a method have the same problem, only
            the first call is reported.
        hints: Findings about code that works here but may fail on a device.
        note: The reason why the check did not run; "" for a check that ran.
    """

    title: str
    problems: list[Finding] = field(default_factory=list)
    hints: list[Finding] = field(default_factory=list)
    note: str = ""

    def problem(self, where: str, what: str, remedy: str = "") -> None:
        """Add a violation of the check's rule; see `Finding`."""
        self._add(self.problems, Finding(where, what, remedy))

    def hint(self, where: str, what: str, remedy: str = "") -> None:
        """Add a hint; see `Finding`."""
        self._add(self.hints, Finding(where, what, remedy))

    def exceptions(
        self,
        where: str,
        errors: Iterable[BaseException],
        *,
        known: Collection[str] = (),
        when: str = "",
        remedy: str = "",
    ) -> None:
        """Add a problem for each exception of the module or component.

        Args:
            known: Descriptions of exceptions that another check reports.
            when: The time of the exceptions, like " after the page was destroyed:".
        """
        for error in errors:
            advice = _SPENT if isinstance(error, CallbackSpent) else remedy
            if description(error) not in known:
                self.problem(where, f"raises{when} {description(error)}", advice)

    @staticmethod
    def _add(findings: list[Finding], new: Finding) -> None:
        if all(finding.topic != new.topic for finding in findings):
            findings.append(new)


@dataclass
class Report:
    """All checks of a module or component. Print `str(report)` to read them.

    Attributes:
        module: The module's name, or the element's type.
        checks: All checks, in the order of execution.
        kind: "module" or "component".
    """

    module: str
    checks: list[Check] = field(default_factory=list)
    kind: str = "module"

    @property
    def problems(self) -> list[Finding]:
        """Return the problems of all checks."""
        return [problem for check in self.checks for problem in check.problems]

    @property
    def hints(self) -> list[Finding]:
        """Return the hints of all checks."""
        return [hint for check in self.checks for hint in check.hints]

    def __str__(self) -> str:
        counts = {"check": len(self.checks), "problem": len(self.problems), "hint": len(self.hints)}
        texts = [f"{count} {noun}{'s' * (count != 1)}" for noun, count in counts.items()]
        lines = [f"{self.kind} {self.module}: {', '.join(texts)}"]
        for check in self.checks:
            state = "FAILED" if check.problems else "  --  " if check.note else "  ok  "
            lines.append(f"{state} {check.title}" + (f": {check.note}" if check.note else ""))
            findings = [f"  {problem}" for problem in check.problems]
            findings += [f"  (hint) {hint}" for hint in check.hints]
            lines += [f"     {line}" for finding in findings for line in finding.splitlines()]
        return "\n".join(lines)


class ModuleCheckFailed(WeexError, AssertionError):
    """A check of a module or component found problems; the text lists them.

    Attributes:
        report: The report of all checks with their findings.
    """

    def __init__(self, report: Report) -> None:
        super().__init__(str(report))
        self.report = report


def description(error: BaseException) -> str:
    """Return the exception's type and text, and the innermost line of its traceback outside this
    package.
    """
    place = ""
    traceback = error.__traceback__
    while traceback:
        file = traceback.tb_frame.f_code.co_filename
        if not file.startswith(_PACKAGE):
            place = f" ({os.path.basename(file)}:{traceback.tb_lineno})"
        traceback = traceback.tb_next
    return f"{type(error).__name__}: {error}{place}"
