"""JS errors that nobody expected, exceptions of modules and of functions of the test, handlers that
a device loses, and what servers expected in another way, fail the test."""

from __future__ import annotations

from collections.abc import Generator

import pytest

from weex_runtime.pytest_plugin.marker import Marked
from weex_runtime.pytest_plugin.running_line import Line
from weex_runtime.pytest_plugin.server_fixtures import unmet
from weex_runtime.pytest_plugin.unexpected_errors import UNDER_TEST, UnderTest

# Where what failed a test is, for reports that lead there; None: at the test.
FAILED_AT = pytest.StashKey[Line | None]()

_SHOWN = 10

_HOW_TO_EXPECT = (
    "a test that expects this clears page.errors, page.failures or page.differences before its "
    "end, or has @pytest.mark.weex(allow_errors=True)"
)
_HOW_TO_EXPECT_UNMET = (
    "a test that expects this has a route for it, clears http_server.unexpected, or has "
    "@pytest.mark.weex(allow_errors=True)"
)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """A test that did not fail by itself fails here, as a test and not as its teardown."""
    result = yield
    under_test = item.stash.get(UNDER_TEST, None)
    if under_test:
        fail_for_what_came(item, under_test)
    if not Marked(item).allow_errors and (texts := unmet(item)):
        how = getattr(item, "how_to_expect_unmet", _HOW_TO_EXPECT_UNMET)
        pytest.fail("\n".join([*texts, how]), pytrace=False)
    return result


def fail_for_what_came(item: pytest.Item, under_test: UnderTest) -> None:
    """Fail the test for problems that it does not expect and that were not told yet."""
    problems = under_test.problems()
    if problems and not Marked(item).allow_errors:
        left = len(problems) - _SHOWN
        more = [f"... and {left} more"] if left > 0 else []
        item.stash[FAILED_AT] = under_test.place()
        how = getattr(item, "how_to_expect_errors", _HOW_TO_EXPECT)
        pytest.fail("\n".join([*problems[:_SHOWN], *more, how]), pytrace=False)
