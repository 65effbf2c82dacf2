"""Carry out steps of `weex-runtime run --do` on a page."""

from __future__ import annotations

from weex_runtime import Page
from weex_runtime.cli.steps.actions import carry_out
from weex_runtime.cli.steps.syntax import parse


def do(page: Page, *steps: str) -> None:
    for step in steps:
        carry_out(page, parse(step), 10.0)
