"""Collection of test files in JS: an item for each `it`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from weex_runtime.pytest_plugin.chaos import round_id, rounds
from weex_runtime.pytest_plugin.frames import Line
from weex_runtime.pytest_plugin.js.discovery import (
    LEFT_ALONE,
    has_name_of_test,
    is_test,
    left_alone_text,
)
from weex_runtime.pytest_plugin.js.report import representation
from weex_runtime.pytest_plugin.js.tree import leave_out, nodes, place
from weex_runtime.pytest_plugin.marker import Marked
from weex_runtime.pytest_plugin.options import options_of

if TYPE_CHECKING:
    from weex_runtime.js_tests.runner import Run
    from weex_runtime.pytest_plugin.recording_runtime import RecordingRuntime

# The key in `config.stash` for the lines of the report about files that use `.only`.
_LIMITED = pytest.StashKey[list[str]]()


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """With `--weex-js-only`, ignore all files that are not tests in JS."""
    options = options_of(config)
    if options.js_only and collection_path.is_file():
        return not has_name_of_test(collection_path, options) or None
    return None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect tests in JS whose title does not match `--weex-grep`.

    Raises:
        pytest.UsageError: `--weex-js-only` was given together with the path of a test in Python.
    """
    options = options_of(config)
    others = [item.path for item in items if not isinstance(item, JSTest)]
    if options.js_only and others:
        patterns = " or ".join(options.js_files)
        raise pytest.UsageError(f"expected only JS test files, {patterns}; got {others[0]}")
    pattern = options.grep
    if pattern is None:
        return
    left_out = [
        item
        for item in items
        if isinstance(item, JSTest) and not pattern.search(" ".join(item.titles))
    ]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def pytest_report_collectionfinish(config: pytest.Config) -> list[str]:
    """Report the files with `.only`. With `-v`, also report the files of other test runners."""
    limited: list[str] = []
    lines = [*config.stash.get(_LIMITED, limited)]
    if config.get_verbosity() > 0:
        left_alone = config.stash.get(LEFT_ALONE, [])
        lines.append(left_alone_text(left_alone, config.invocation_params.dir))
    return [line for line in lines if line]


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect Weex tests in JS (discovery.py)."""
    if is_test(file_path, parent.session):
        return cast(pytest.Collector, JSFile.from_parent(parent, path=file_path))
    return None


class _Collector(pytest.Collector):
    """A collector that reports failures at the lines of the test file."""

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        from weex_runtime.errors import WeexError

        if isinstance(excinfo.value, WeexError):  # the file cannot be parsed as a script
            return str(excinfo.value)
        return representation(self, excinfo) or super().repr_failure(excinfo)


class JSFile(_Collector, pytest.File):
    """A test file in JS, as a node of pytest's collection."""

    def collect(self) -> Iterable[pytest.Item | pytest.Collector]:
        """Run the file without its tests, and collect the declared suites and tests."""
        from weex_runtime.js_tests.context import Context

        context = Context(self.path, self.config.rootpath)
        try:
            context.load()
            tree = context.tests()
            place(tree, context, self.path.read_text(encoding="utf-8").splitlines())
        finally:
            context.close()
        if not any(node["kind"] == "test" for node in nodes(tree)):
            raise self.CollectError(
                f"{_name_of(self)} declares no test: call it('…', () => {{…}}) while the file is "
                "loaded"
            )
        if only := [node for node in nodes(tree) if node["only"]]:
            self._limit(tree, only)
        yield from _made(self, tree, skip="")

    def _limit(self, tree: dict[str, Any], only: list[dict[str, Any]]) -> None:
        """If a file uses `.only`, leave out its tests that `.only` does not select.

        Raises:
            pytest.Collector.CollectError: The tests run in CI, where `.only` is a mistake.
        """
        line = f"{_name_of(self)}:{only[0]['line']}: .only skips the other tests of the file"
        if os.environ.get("CI", "").lower() not in ("", "0", "false", "no"):
            raise self.CollectError(f"{line}, but CI must run all tests: remove .only")
        leave_out(tree)
        self.config.stash.setdefault(_LIMITED, []).append(line)


class JSSuite(_Collector):
    """A suite, which a call of `describe` declares."""

    suite: dict[str, Any]
    skip: str

    def collect(self) -> Iterable[pytest.Item | pytest.Collector]:
        """Return the suites and tests inside the suite."""
        return _made(self, self.suite, self.skip)


class JSTest(pytest.Function):
    """A test, which a call of `it` declares.

    Attributes:
        spec: The declaration: title, line, timeout, and indexes in the tree of suites and tests.
        chaos_round: The number of the test's round of `--weex-chaos`; 0 without the option.
    """

    spec: dict[str, Any]
    chaos_round: int
    marker_name = "test.use()"
    advice_for_servers = (
        "if the test expects these errors, change the route or script, or write "
        "test.use({ allowErrors: true }) in its file or describe"
    )
    advice_for_errors = (
        "if the test expects these errors, call clear() of page.errors, "
        "page.failures or page.differences before the test ends, or write "
        "test.use({ allowErrors: true }) in its file or describe"
    )

    @classmethod
    def made(
        cls, parent: pytest.Collector, spec: dict[str, Any], platform: str, number: int
    ) -> JSTest:
        """Create the node of a test as a child of its file or suite.

        Args:
            platform: The platform; "" for the platform that the fixture `weex_platform` chooses.
            number: The number of the round of `--weex-chaos`; 0 without the option.
        """
        parts = [platform, round_id(number) if number else ""]
        suffix = "-".join(filter(None, parts))
        title = _shown(spec["title"])
        name = f"{title}[{suffix}]" if suffix else title
        made = cls.from_parent(parent, name=name, callobj=_run)
        made.spec = spec
        made.chaos_round = number
        if platform:
            made.add_marker(pytest.mark.weex(platform=platform))
        return made

    @property
    def titles(self) -> list[str]:
        """Return the titles of the node's suites, outermost first, and its own title."""
        return [node.name for node in self.listchain() if isinstance(node, (JSSuite, JSTest))]

    def reportinfo(self) -> tuple[os.PathLike[str] | str, int | None, str]:
        return self.path, self.spec["line"] - 1, " › ".join(self.titles)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        return representation(self, excinfo) or super().repr_failure(excinfo)


def _shown(title: str) -> str:
    from weex_runtime.control_characters import visible_line

    return visible_line(title)


def _run(request: pytest.FixtureRequest, weex_runtime: RecordingRuntime) -> None:
    from weex_runtime.js_tests.failure import JSTestSkipped
    from weex_runtime.js_tests.runner import Run

    item = cast(JSTest, request.node)
    title = " ".join(item.titles)
    run = Run(item.path, title, request.getfixturevalue, item.config.rootpath)
    weex_runtime.running_line = lambda: _running_line(run, item)
    try:
        run.run(item.spec["places"], item.spec["title"], item.spec["timeout"])
    except JSTestSkipped as skipped:
        pytest.skip(str(skipped))


def _running_line(run: Run, item: JSTest) -> Line:
    """Return the line of the test file that runs now. If `quickjs` does not know the line, as in a
    function written in one line, return the line where the test is declared.
    """
    frame = run.running_frame()
    return Line(str(frame.path), frame.line) if frame else Line(str(item.path), item.spec["line"])


def _made(
    parent: pytest.Collector, suite: dict[str, Any], skip: str
) -> Iterator[pytest.Item | pytest.Collector]:
    """Create pytest's nodes for the tests and suites inside a file or suite."""
    from weex_runtime.naming import snake_case

    if suite["options"]:
        options = {snake_case(name): value for name, value in suite["options"].items()}
        parent.add_marker(pytest.mark.weex(**options))
    for child in suite["children"]:
        reason = skip or _skip_reason(child)
        if child.get("left_out"):
            continue
        if child["kind"] == "suite":
            node = JSSuite.from_parent(parent, name=_shown(child["title"]))
            node.suite, node.skip = child, reason
            yield node
            continue
        for platform, number in product(_platforms(parent), rounds(parent.config) or (0,)):
            test = JSTest.made(parent, child, platform, number)
            if reason:
                test.add_marker(pytest.mark.skip(reason=reason))
            yield test


def _skip_reason(node: dict[str, Any]) -> str:
    if node.get("todo"):
        return "todo: the test has no function"
    return f"{'describe' if node['kind'] == 'suite' else 'it'}.skip" if node["skip"] else ""


def _platforms(parent: pytest.Collector) -> tuple[str, ...]:
    """Return the platforms on which a test runs, for one run on each. Return ("",) for a single run
    on the platform that the fixture `weex_platform` chooses.
    """
    marked = Marked(cast(pytest.Item, parent)).platforms
    if marked:
        return marked if len(marked) > 1 else ("",)
    return options_of(parent.config).platforms or ("",)


def _name_of(collector: pytest.Collector) -> str:
    return os.path.relpath(collector.path, collector.config.rootpath)
