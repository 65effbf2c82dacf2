"""The pytest plugin together with pytest-asyncio, pytest-playwright and pytest-xdist. All plugins
are loaded as for a user, and use all of Playwright but a browser."""

from __future__ import annotations

import pytest

BUNDLE = """// { "framework": "Vue" }
var ws = weex.requireModule('webSocket');
new Vue({
  el: 'body',
  data: { state: 'offline' },
  methods: {
    connect: function () {
      var self = this;
      ws.onmessage(function (event) { self.state = event.data; });
      ws.WebSocket(weex.config.url);
    },
  },
  render: function (h) {
    return h('text', { on: { click: this.connect } }, [this.state]);
  },
});
"""

TESTS = """
import asyncio

import pytest
from websockets.asyncio.client import connect

from weex_runtime import expect
from weex_runtime.testing import Script


@pytest.mark.asyncio
@pytest.mark.weex(bundle="line.js")
async def test_of_asyncio_with_a_page(new_weex_page, ws_server):
    loop = asyncio.get_running_loop()
    ws_server.script(Script().send("hello"))
    page = new_weex_page(config={"url": ws_server.url})
    page.get_by_text("offline").click()
    expect(page.get_by_text("hello")).to_be_visible()
    assert asyncio.get_running_loop() is loop


@pytest.mark.asyncio
async def test_of_asyncio_with_a_server(ws_server):
    ws_server.echo()
    async with connect(ws_server.url) as client:
        await client.send("x")
        assert await client.recv() == "x"


@pytest.mark.weex(bundle="line.js", clock="virtual", platform=["android", "ios"])
def test_on_platforms(weex_page, http_server):
    expect(weex_page.get_by_text("offline")).to_be_visible()


def test_page_and_context_are_playwright_s(request):
    for name in ("page", "context", "browser_name"):
        [*_, last] = request._fixturemanager.getfixturedefs(name, request.node)
        assert last.func.__module__.startswith("pytest_playwright")


@pytest.mark.weex(bundle="line.js")
def test_fails(weex_page):
    expect(weex_page.get_by_text("hello")).to_be_visible(timeout=0)
"""

JS_TEST = """
it('opens', async () => {
  await openPage('line.js');
  await expect(page.getByText('offline')).toBeVisible();
});
"""


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    """A folder with a bundle and tests, in which each warning is an error."""
    pytester.makeini(
        "[pytest]\nfilterwarnings = error\nasyncio_default_fixture_loop_scope = function\n"
    )
    pytester.path.joinpath("line.js").write_text(BUNDLE, encoding="utf-8")
    pytester.path.joinpath("it.test.js").write_text(JS_TEST, encoding="utf-8")
    pytester.makepyfile(TESTS)
    return pytester


@pytest.mark.parametrize("mode", ["strict", "auto"])
@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["alone", "xdist"])
def test_weex_plugin_works_together_with_asyncio_playwright_and_xdist_plugins(
    project: pytest.Pytester, mode: str, workers: tuple[str, ...]
) -> None:
    result = project.runpytest_subprocess(
        "-o", f"asyncio_mode={mode}", "--browser=webkit", *workers
    )
    result.assert_outcomes(passed=6, failed=1)
    result.stdout.fnmatch_lines(
        ["*to_be_visible() did not hold*", "*the screen shows:*", "*[[]offline]*"]
    )


def test_traces_and_playwright_output_use_separate_folders(project: pytest.Pytester) -> None:
    options = ["--tracing=on", "--output=browser", "--weex-trace=on", "--weex-output=device"]
    result = project.runpytest_subprocess(*options, "-k", "test_on_platforms")
    result.assert_outcomes(passed=2)
    traces = sorted(project.path.joinpath("device").rglob("*.html"))
    assert len(traces) == 2
    for trace in traces:
        assert trace.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
