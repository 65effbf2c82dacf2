"""What a check of a module or component found, for people and for programs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class Finding(NamedTuple):
    """One thing that is wrong, or that the author should know.

    Attributes:
        where: What it is about, like "calendar.add".
        what: What was seen.
        remedy: What to do; "" where that is plain.
    """

    where: str
    what: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.where} {self.what}" + (f"\n    -> {self.remedy}" if self.remedy else "")


@dataclass
class Check:
    """One rule that was checked.

    Attributes:
        title: The rule.
        problems: Where it does not hold.
        hints: What holds here and may not on a device.
        note: Why nothing could be checked, where that is so.
    """

    title: str
    problems: list[Finding] = field(default_factory=list)
    hints: list[Finding] = field(default_factory=list)
    note: str = ""


@dataclass
class Report:
    """All that was checked of a module or component; its text shows it.

    Attributes:
        module: Its name, or the element's type.
        checks: In order.
        kind: "module" or "component".
    """

    module: str
    checks: list[Check] = field(default_factory=list)
    kind: str = "module"

    @property
    def problems(self) -> list[Finding]:
        """Of all checks."""
        return [problem for check in self.checks for problem in check.problems]

    @property
    def hints(self) -> list[Finding]:
        """Of all checks."""
        return [hint for check in self.checks for hint in check.hints]

    def __str__(self) -> str:
        lines = [
            f"{self.kind} {self.module}: {_count(self.checks, 'check')}, "
            f"{_count(self.problems, 'problem')}, {_count(self.hints, 'hint')}"
        ]
        for check in self.checks:
            state = "FAILED" if check.problems else "  --  " if check.note else "  ok  "
            lines.append(f"{state} {check.title}" + (f": {check.note}" if check.note else ""))
            found = [(f"  {problem}") for problem in check.problems]
            found += [f"  (hint) {hint}" for hint in check.hints]
            lines += [line for text in dict.fromkeys(found) for line in _indented(text)]
        return "\n".join(lines)


def _count(things: list[Check] | list[Finding], word: str) -> str:
    return f"{len(things)} {word}" + ("" if len(things) == 1 else "s")


def _indented(text: str) -> list[str]:
    return [f"     {line}" for line in text.splitlines()]
