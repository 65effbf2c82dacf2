"""Tests in JS: each test file runs in a QuickJS context of its own, beside the pages.

context.py makes the context and loads the file, runner.py runs one test. Values cross as JSON
(serialization.py), Python objects as handles (handles.py). exposed_api.py lists the classes that
tests see; host.py calls their methods.
"""

from __future__ import annotations

from pathlib import Path


def declarations() -> str:
    """The text of weex-test.d.ts: TypeScript declarations of everything that a test finds."""
    return Path(__file__).with_name("weex-test.d.ts").read_text(encoding="utf-8")
