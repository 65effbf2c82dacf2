"""`expect(page)`: compare a page with a snapshot in a file."""

from __future__ import annotations

import os
import sys
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
    """Assertions about a page."""

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
        if update or _is_set(UPDATE):
            self._write(shown, file, timeout)
        elif file.exists():
            self._compare(shown, file, timeout)
        elif _is_set("CI"):
            raise self._failure(
                shown,
                ": the file does not exist, and CI writes none: run the test elsewhere and commit "
                "the file",
            )
        else:
            self._write(shown, file, timeout)

    def _compare(self, shown: str, file: Path, timeout: Timeout | None) -> None:
        expected = file.read_text(encoding="utf-8")

        def problem() -> str:
            return "" if snapshot_of(self._page) == expected else "the page differs"

        def difference() -> str:
            from difflib import unified_diff

            lines = expected.splitlines(), snapshot_of(self._page).splitlines()
            diff = unified_diff(*lines, "the snapshot", "the page", lineterm="", n=2)
            return "\n" + "\n".join(diff)

        try:
            self._wait(shown, problem, timeout, details=difference)
        except AssertionError as error:
            advice = f"if the page is right, run the test with {UPDATE}=1"
            raise AssertionError(f"{error}\n  {advice}") from None

    def _write(self, shown: str, file: Path, timeout: Timeout | None) -> None:
        page = self._page
        limit = page.default_timeout if timeout is None else real_seconds(timeout)
        try:
            page.looper.run_until_idle(limit)
        except WaitTimeout:
            problem = f": the page did not become idle within {limit:g} s"
            raise self._failure(shown, problem) from None
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(snapshot_of(page), encoding="utf-8", newline="\n")


def _is_set(variable: str) -> bool:
    return os.environ.get(variable, "").lower() not in _OFF
