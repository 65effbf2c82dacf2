"""weex_runtime.instance.bundle.positions: stack traces of bundles that have a source map."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from weex_runtime import Page, Runtime
from weex_runtime.instance.bundle.source_map import SourceMap
from weex_runtime.sources import vlq
from weex_runtime.testkit.js_error_text import bundle_line, error_text

VANILLA = '// { "framework": "Vanilla" }\n'
# The source map maps line 2 to line 11 of src/send.js, line 5 to line 21 of src/main.js, and
# line 4 to no source.
BUNDLE = """\
function send(value) {
  console.log(new Error('here').stack); value.missing.name();
}

send({});
"""
SEGMENTS: list[list[tuple[int, int, int, int]]] = [
    # Line 1, the framework comment, has no source; line 2 is `function send`.
    *([], [(0, 0, 10, 0)]),
    *([(0, 0, 11, 0)], [(0, 0, 12, 0)], [], [(0, 1, 20, 0)]),
]


def source_map(
    segments: list[list[tuple[int, int, int, int]]] = SEGMENTS,
    sources: tuple[str, ...] = ("src/send.js", "src/main.js"),
    **more: Any,
) -> str:
    """A source map, of (column, source, line, column) from 0 for each line of the bundle."""
    before = [0, 0, 0]
    lines = []
    for line in segments:
        column, texts = 0, []
        for own, *place in line:
            numbers = [own - column, *(new - old for new, old in zip(place, before, strict=True))]
            texts.append("".join(map(vlq.encode, numbers)))
            column, before = own, place
        lines.append(",".join(texts))
    return json.dumps({"version": 3, "sources": sources, "mappings": ";".join(lines), **more})


OPEN = Callable[..., Page]


def test_unterminated_vlq_number_is_read_in_linear_time() -> None:
    assert vlq.decode(f"{'/' * 10**6},") == []


@pytest.fixture
def open_bundle(runtime: Runtime, tmp_path: Path) -> OPEN:
    """Write dist/app.js and dist/app.js.map; open dist/app.js, which ends with the comment."""

    def open_bundle(comment: str = "", text: str = "", header: str = VANILLA) -> Page:
        folder = tmp_path / "dist"
        folder.mkdir()
        (folder / "app.js").write_text(header + BUNDLE + comment)
        if text:
            (folder / "app.js.map").write_text(text)
        return runtime.open(folder / "app.js")

    return open_bundle


def places(stack: str) -> list[str]:
    """The positions in the frames of a stack, without columns."""
    found = [line.partition("at ")[2] for line in stack.splitlines()]
    return [":".join(place.strip(")").rpartition("(")[2].split(":")[:2]) for place in found]


IN_BASE64 = "data:application/json;charset=utf-8;base64,"


@pytest.mark.parametrize(
    ("comment", "beside"),
    [
        ("//# sourceMappingURL=app.js.map\n", True),
        ("//@ sourceMappingURL=app.js.map?v=2", True),
        ("", True),
        (
            f"//# sourceMappingURL={IN_BASE64}{base64.b64encode(source_map().encode()).decode()}",
            False,
        ),
        (f"//# sourceMappingURL=data:application/json,{quote(source_map())}", False),
    ],
)
def test_stacks_of_a_bundle_with_a_source_map_have_source_lines(
    open_bundle: OPEN, comment: str, beside: bool
) -> None:
    page = open_bundle(comment, source_map() if beside else "")
    expected = ["src/send.js:12", "src/main.js:21"]
    assert places(page.console[0].text)[:2] == expected
    assert places(page.errors[0].stack)[:2] == expected
    assert len(page.console) == 1


@pytest.mark.parametrize("framework", ["Rax", "Weex"])
def test_a_wrapper_of_the_framework_does_not_shift_mapped_lines(
    open_bundle: OPEN, framework: str
) -> None:
    page = open_bundle("", source_map(), f'// {{ "framework": "{framework}" }}\n')
    assert places(page.errors[0].stack)[:2] == ["src/send.js:12", "src/main.js:21"]


@pytest.mark.parametrize(
    ("comment", "text"),
    [
        ("//# sourceMappingURL=app.js.map", ""),
        ("//# sourceMappingURL=data:application/json;base64,e", ""),
        ("//# sourceMappingURL=app.js.map", "{"),
        ("//# sourceMappingURL=app.js.map", "[" * 9999),
        ("//# sourceMappingURL=app.js.map", '{"version": 3, "sections": []}'),
        ("//# sourceMappingURL=app.js.map", source_map().replace('"version": 3', '"version": 2')),
        ("//# sourceMappingURL=app.js.map", source_map(sources=())),
        ("//# sourceMappingURL=app.js.map", source_map().replace("AAUA", "A%%A")),
        ("//# sourceMappingURL=" + "a/" * 10**6, ""),
    ],
)
def test_unusable_source_map_is_reported_once_and_stack_traces_keep_bundle_lines(
    open_bundle: OPEN, comment: str, text: str
) -> None:
    page = open_bundle(comment, text)
    reports = [line.text for line in page.console if "source map" in line.text]
    assert len(reports) == 1
    assert places(page.errors[0].stack)[:2] == ["app.js:3", "app.js:6"]


def test_source_map_is_not_read_before_a_stack_trace_is_needed(
    runtime: Runtime, tmp_path: Path
) -> None:
    (tmp_path / "app.js").write_text(f"{VANILLA}console.log(1)\n//# sourceMappingURL=missing.map")
    page = runtime.open(tmp_path / "app.js")
    assert [line.text for line in page.console] == ["1"]


def test_page_warns_that_it_does_not_read_the_source_map_of_a_bundle_given_as_text(
    runtime: Runtime,
) -> None:
    page = runtime.open(source=f"{VANILLA}{BUNDLE}//# sourceMappingURL=app.js.map", name="app.js")
    assert places(page.errors[0].stack)[:1] == ["app.js:3"]
    assert sum("app.js.map" in line.text for line in page.console) == 1


def test_sources_of_weex_loader_are_named_like_the_files_of_the_project(open_bundle: OPEN) -> None:
    sources = ("webpack:///./src/chat.vue?9c8c", "webpack:///webpack/bootstrap d890")
    contents = ["module.exports={render:function () {}}", ""]
    page = open_bundle("", source_map(sources=sources, sourcesContent=contents))
    # Frames of webpack's own code are removed.
    assert places(page.errors[0].stack)[0] == "send (template of src/chat.vue".rpartition("(")[2]
    assert "bootstrap" not in page.errors[0].stack


def test_pytest_report_shows_the_source_line_from_the_source_map(
    open_bundle: OPEN, tmp_path: Path
) -> None:
    # package.json marks its folder as the root of the project.
    (tmp_path / "package.json").write_text("{}")
    (tmp_path / "src").mkdir()
    (tmp_path / "src/send.js").write_text("\n" * 11 + "  the line of the source\n")
    page = open_bundle("", source_map(sources=("webpack:///./src/send.js", "webpack:///./b.js")))
    assert "      12 | the line of the source\n" in error_text(page, page.errors[0])
    assert bundle_line(page, page.errors[0]) == (str(tmp_path / "src/send.js"), 12)


def test_position_in_a_line_of_several_sources_is_mapped_only_if_the_column_is_known() -> None:
    found = SourceMap(source_map([[(0, 0, 4, 2), (10, 1, 7, 3)]]), "")

    def place(column: int) -> Any:
        mapped = found.find(1, column)
        return mapped and (mapped[0].name, *mapped[1:])

    assert place(0) is None
    assert place(10) == ("src/send.js", 5, 3)
    assert place(11) == ("src/main.js", 8, 4)
    assert found.find(2, 1) is None
