"""Findings of checks."""

from __future__ import annotations

from weex_runtime.errors import CallbackSpent
from weex_runtime.module_check.report import Check


def test_exception_after_a_spent_callback_keeps_its_own_remedy() -> None:
    check = Check("")
    check.exceptions("m.f", [CallbackSpent("spent"), ValueError("wrong")], remedy="fix it")
    spent, wrong = check.problems
    assert "invoke_and_keep_alive" in spent.remedy
    assert wrong.remedy == "fix it"
