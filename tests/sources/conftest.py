"""Projects of sources in a folder, and their pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from weex_runtime import Page, Runtime


@pytest.fixture
def project(tmp_path: Path) -> Callable[..., Path]:
    """Write files into a folder: project({"src/chat.vue": "..."}); returns the folder."""

    def write(files: dict[str, str]) -> Path:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(text), encoding="utf-8")
        return tmp_path

    return write


@pytest.fixture
def open_vue(runtime: Runtime, project: Callable[..., Path]) -> Callable[..., Page]:
    """Open "chat.vue" with this text, in a folder with further files."""

    def open_vue(text: str, files: dict[str, str] | None = None, **options: Any) -> Page:
        folder = project({"chat.vue": text, **(files or {})})
        return runtime.open(folder / "chat.vue", **options)

    return open_vue


def shown(runtime: Runtime, path: Path) -> str:
    """Open a bundle or component whose root element is a text, and return the text."""
    page = runtime.open(path)
    assert not page.errors
    return str(page.document.root.attr["value"])
