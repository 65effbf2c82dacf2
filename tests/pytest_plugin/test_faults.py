"""Faults in tests: the marker, `--weex-fault`, `--weex-chaos` and the report."""

from __future__ import annotations

import pytest

from ..support.pytest_project import empty_project as empty_project
from .test_pytest_plugin import run

PAGE = """
import pytest
from weex_runtime.servers import EchoServer

BUNDLE = '''// { "framework": "Vanilla" }
var ws = weex.requireModule('webSocket');
ws.WebSocket(weex.config.url);
ws.onmessage = function (event) { console.log(event.data); };
ws.onclose = function (event) { console.log('closed'); };
ws.onopen = function () { ws.send('one'); };
'''

@pytest.fixture(scope="session")
def echo():
    with EchoServer() as server:
        yield server

@pytest.mark.weex(source=BUNDLE, hints=False, faults=["duplicate"], seed=5)
def test_marker(new_weex_page, echo):
    page = new_weex_page(config={"url": echo.url})
    page.runtime.run_until(lambda: len(page.console) >= 2, 0.3)
    assert page.faults.seed == 5

@pytest.mark.weex(source=BUNDLE, hints=False)
def test_plain(new_weex_page, echo):
    page = new_weex_page(config={"url": echo.url})
    page.runtime.run_until(lambda: page.console)
    assert [line.text for line in page.console] == ["one"], "not as usual"
"""


@pytest.fixture
def project(empty_project: pytest.Pytester) -> pytest.Pytester:
    return empty_project


def test_marker_and_option_set_faults_and_the_report_shows_them(project: pytest.Pytester) -> None:
    fault = "drop after 1 message sent with /./"
    result = run(project, f"--weex-fault={fault}", "--weex-seed=9", "-vv", test_it=PAGE)
    result.assert_outcomes(failed=2)
    result.stdout.fnmatch_lines(
        ["weex: faults, seed 9", "*weex faults*", "faults with seed 9: 1 happened*"]
    )


def test_option_chaos_runs_each_test_several_times_and_lists_the_seeds(
    project: pytest.Pytester,
) -> None:
    failing = PAGE.replace('== ["one"]', "== [] or page.faults.seed != 8")
    result = run(project, "--weex-chaos=3", "--weex-seed=7", "-k", "plain", test_it=failing)
    result.assert_outcomes(passed=2, failed=1, deselected=3)
    test = "test_it.py::test_plain[[]chaos-1[]]"
    result.stdout.fnmatch_lines(
        [
            f"{test} failed in 1 of 3 rounds; to repeat one:",
            f"  pytest '{test}' --weex-chaos 1 --weex-seed 8",
        ]
    )
    again = run(project, "--weex-chaos=1", "--weex-seed=8", "-k", "plain", test_it=failing)
    again.assert_outcomes(failed=1, deselected=1)


@pytest.mark.parametrize(
    ("option", "part"),
    [
        ("--weex-fault=dorp", "did you mean drop?"),
        ("--weex-chaos=-1", "expected 1 or more rounds, got -1"),
    ],
)
def test_wrong_fault_option_is_a_usage_error(
    project: pytest.Pytester, option: str, part: str
) -> None:
    result = run(project, option, test_it="def test_it(): pass")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert part in result.stderr.str()
