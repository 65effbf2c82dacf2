"""`make soak`: pages under 300 memory limits, and all hostile bundles, in one process."""

from __future__ import annotations

from ..hostile.beside_chat import names
from ..hostile.test_hostile import problems_of, reports_of, require_limits_survived


def test_page_survives_each_of_300_memory_limits() -> None:
    require_limits_survived(300)


def test_hostile_bundles_that_run_for_a_long_time_affect_only_their_own_pages() -> None:
    reports = reports_of(names(all_lengths=True))
    problems = [f"{report['bundle']}: {one}" for report in reports for one in problems_of(report)]
    assert not problems, "\n".join(problems)
