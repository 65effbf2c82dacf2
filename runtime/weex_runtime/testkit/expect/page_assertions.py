"""`expect(page)`: compare a page with a snapshot or picture in a file."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from weex_runtime.errors import WaitTimeout
from weex_runtime.loop.timeouts import Timeout, real_seconds
from weex_runtime.testkit.expect.assertions import Assertions
from weex_runtime.testkit.expect.snapshot import UPDATE, file_of, snapshot_of

if TYPE_CHECKING:
    from weex_runtime.testkit.page import Page

_OFF = ("", "0", "false", "no")


class PageAssertions(Assertions):
    """Assertions about a page: its element tree or its picture equals the content of a file."""

    _page: Page

    def __init__(self, page: Page, message: str = "") -> None:
        super().__init__(page, f"expect({page!r})", message)

    def to_match_snapshot(
        self,
        path: str | PathLike[str],
        *,
        update: bool = False,
        timeout: Timeout | None = None,
    ) -> None:
        """The page's element tree, written as text (snapshot.py), equals the text in a file.

        A missing file is written once the page is idle, unless the environment variable CI is set.
        `update`, or WEEX_UPDATE_SNAPSHOTS=1, rewrites the file.

        Args:
            path: Path of the file; a name without a suffix means `snapshots/NAME.txt` beside the
                file of the caller.
            timeout: Seconds, or a `timedelta`.
        """
        self._is_used = True
        file = file_of(path, sys._getframe(1).f_code.co_filename)
        shown = self._call("to_match_snapshot", repr(str(file)))
        page = self._page

        def compare() -> None:
            expected = file.read_text(encoding="utf-8")

            def problem() -> str:
                return "" if snapshot_of(page) == expected else "the page differs"

            def difference() -> str:
                from difflib import unified_diff

                lines = expected.splitlines(), snapshot_of(page).splitlines()
                diff = unified_diff(*lines, "the snapshot", "the page", lineterm="", n=2)
                return "\n" + "\n".join(diff)

            self._wait(shown, problem, timeout, details=difference)

        def write() -> None:
            file.write_text(snapshot_of(page), encoding="utf-8", newline="\n")

        self._compare_or_write(shown, file, compare, write, update, timeout)

    def to_match_screenshot(
        self,
        path: str | PathLike[str],
        *,
        max_diff_pixels: int = 0,
        update: bool = False,
        timeout: Timeout | None = None,
    ) -> None:
        """The picture of the screen (`Page.screenshot`) equals the picture in a file.

        A missing file is written as by `to_match_snapshot`. If the pictures differ, files are
        written to the output folder: NAME-expected, NAME-actual, and for SVG NAME-diff with the
        changed elements in red frames. NAME is the name of the expected file.

        Args:
            path: Path of an SVG or PNG file; a name without a suffix means `snapshots/NAME.svg`
                beside the file of the caller.
            max_diff_pixels: The number of pixels that may differ in a PNG.
            timeout: Seconds, or a `timedelta`.
        """
        from weex_runtime.testkit.expect.picture_comparison import Comparison

        self._is_used = True
        file = file_of(path, sys._getframe(1).f_code.co_filename, ".svg")
        shown = self._call("to_match_screenshot", repr(str(file)))
        page = self._page

        def compare() -> None:
            comparison = Comparison(page, file, max_diff_pixels)
            self._wait(shown, comparison.problem, timeout, details=comparison.write_files)

        def write() -> None:
            page.screenshot(file)

        self._compare_or_write(shown, file, compare, write, update, timeout)

    def _compare_or_write(
        self,
        shown: str,
        file: Path,
        compare: Callable[[], None],
        write: Callable[[], None],
        update: bool,
        timeout: Timeout | None,
    ) -> None:
        if not update and not _is_set(UPDATE):
            if file.exists():
                try:
                    compare()
                except AssertionError as error:
                    advice = f"if the page is right, run the test with {UPDATE}=1"
                    raise AssertionError(f"{error}\n  {advice}") from None
                return
            if _is_set("CI"):
                raise self._failure(
                    shown,
                    ": the file does not exist, and none is written in CI: run the test outside CI "
                    "and commit the file",
                )
        limit = self._page.default_timeout if timeout is None else real_seconds(timeout)
        try:
            self._page.looper.run_until_idle(limit)
        except WaitTimeout:
            problem = f": the page did not become idle within {limit:g} s"
            raise self._failure(shown, problem) from None
        file.parent.mkdir(parents=True, exist_ok=True)
        write()
        if written := self._page.runtime.on_snapshot:
            written(file)


def _is_set(variable: str) -> bool:
    return os.environ.get(variable, "").lower() not in _OFF
