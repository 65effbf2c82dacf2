"""Tests in JS: each test file runs in a separate QuickJS context, beside the pages.

context.py makes the context, files.py and project.py load the file and its imports, runner.py runs
one test. Between JS and Python, values are JSON text and Python objects are handles
(serialization.py). exposed_api.py lists the Python classes that tests can use; host.py calls their
methods.
"""

from __future__ import annotations

from pathlib import Path


def declarations() -> str:
    """Return the text of weex-test.d.ts: TypeScript declarations of all globals of a test."""
    return Path(__file__).with_name("weex-test.d.ts").read_text(encoding="utf-8")
