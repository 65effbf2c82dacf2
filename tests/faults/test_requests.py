"""Faults of requests of `stream`, on real connections."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from weex_runtime import Page, Runtime
from weex_runtime.testing import HttpResponse, HttpServer

from ..conftest import HEADERS

REQUEST = (
    HEADERS["Vanilla"]
    + """
var stream = weex.requireModule('stream');
function get() {
  stream.fetch({ method: 'GET', url: weex.config.url + 'list', type: 'text' }, function (answer) {
    console.log(JSON.stringify([answer.status, (answer.data || '').length, answer.statusText]));
  });
}
get();
"""
)
OK = [200, 1000, "OK"]
BODY = "x" * 1000


@pytest.fixture(scope="module")
def started() -> Iterator[HttpServer]:
    with HttpServer() as server:
        server.route("GET", "/list", HttpResponse(text=BODY))
        yield server


@pytest.fixture
def server(started: HttpServer) -> HttpServer:
    started.requests.clear()
    return started


def answers(page: Page) -> list[Any]:
    return [json.loads(line.text) for line in page.console if line.level == "log"]


def failed(cause: str) -> list[Any]:
    return [-1, len(cause), "ERR_CONNECT_FAILED"]


ENDED = "the server closed the connection without a response"
IN_BODY = "the connection ended in the middle of the body"
SILENT = "no data arrived for 30 s"


@pytest.mark.parametrize(
    ("fault", "answer", "arrived"),
    [
        ("drop", failed(ENDED), 0),
        ("reset", failed("the connection ended: Connection reset by peer"), 0),
        ("half-close", failed(ENDED), 1),
        ("stall", failed(SILENT), 0),
        ("drop after 500 bytes", failed(IN_BODY), 1),
        ("stall after 500 bytes", failed(SILENT), 1),
        ("delay 29 s", OK, 1),
        ("delay 10 s jitter 5 s both ways", OK, 1),
        ("throttle 500 bytes/s", OK, 1),
        ("slice 1 to 100 bytes both ways", OK, 1),
        ("lookup takes 5 s", OK, 1),
        ("status 503", [503, 0, "Service Unavailable"], 0),
        ("cut body after 500 bytes", failed(IN_BODY), 1),
        ("cut body after 1000 bytes", OK, 1),
        ("slow body 500 bytes/s", OK, 1),
    ],
)
def test_request_with_a_fault_gets_the_documented_response(
    runtime: Runtime, server: HttpServer, fault: str, answer: list[Any], arrived: int
) -> None:
    runtime.faults.add(fault)
    page = runtime.open(source=REQUEST, config={"url": server.url})
    runtime.clock.run_for(60)
    assert answers(page) == [answer]
    # The server may read a request after the client has closed the connection.
    runtime.run_until(lambda: len(server.requests) == arrived)
    assert [fired.fault for fired in page.faults.fired] == [fault]


def test_delay_of_a_slow_body_follows_the_clock(runtime: Runtime, server: HttpServer) -> None:
    runtime.faults.add("slow body 500 bytes/s")
    page = runtime.open(source=REQUEST, config={"url": server.url})
    runtime.clock.run_for(1.9)
    assert answers(page) == []
    runtime.clock.run_for(0.2)
    assert answers(page) == [OK]


def test_requests_after_a_fault_that_applies_only_once_succeed(
    runtime: Runtime, server: HttpServer
) -> None:
    runtime.faults.add("cut body once")
    source = REQUEST + "setInterval(get, 1000);"
    page = runtime.open(source=source, config={"url": server.url})
    runtime.clock.run_for(2.5)
    assert answers(page) == [failed(IN_BODY), OK, OK]


def test_faults_apply_to_a_routed_request_that_continues_to_the_server(
    runtime: Runtime, server: HttpServer
) -> None:
    runtime.route("**/list", lambda route: route.continue_())
    runtime.faults.add("status 500")
    page = runtime.open(source=REQUEST, config={"url": server.url})
    runtime.clock.run_for(1)
    assert answers(page) == [[500, 0, "Internal Server Error"]]


def test_request_that_a_fault_delays_ends_when_its_page_ends(server: HttpServer) -> None:
    with Runtime(hints=False) as runtime:
        for fault in ("lookup takes 1 min", "stall", "slow body 1 bytes/s"):
            with runtime.faults.add(fault):
                page = runtime.open(source=REQUEST, config={"url": server.url})
                runtime.run_until(lambda page=page: page.faults.fired)  # type: ignore[misc]
                page.destroy()
                runtime.run_until(lambda: not runtime.looper.jobs())
        assert not runtime.looper.sockets()
