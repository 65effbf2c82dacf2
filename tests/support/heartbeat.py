"""A chat app's heartbeat, on a server that fails in each way, and the trace of five minutes.

A ping each 30 s, a close after two pings without a pong, and another try after 1, 2, 4 … s.
"""

from __future__ import annotations

from weex_runtime import Page, Runtime
from weex_runtime.testing import Script

from ..conftest import HEADERS

SAY = """
var begun = Date.now();
function say(text) { console.log((Date.now() - begun) / 1000 + ' ' + text); }
var ws = weex.requireModule('webSocket'), stream = weex.requireModule('stream');
"""

HEARTBEAT = (
    SAY
    + """
var missing = 0, wait = 1000, beating;
function beat() {
  if (missing === 2) { say('gives up'); ws.close(4000, 'no pong'); return; }
  missing++;
  say('ping'); ws.send('ping');
}
function connect() {
  say('connects');
  ws.WebSocket(weex.config.url);
  ws.onopen = function () {
    say('is open'); missing = 0; wait = 1000; beating = setInterval(beat, 30000);
  };
  ws.onmessage = function (event) { say(event.data); missing = 0; };
  ws.onerror = function () {};
  ws.onclose = function (event) {
    say('is closed: ' + event.code); clearInterval(beating); setTimeout(connect, wait); wait *= 2;
  };
}
connect();
"""
)

SCRIPTS = (
    Script().expect("ping").send("pong").expect("ping").delay(2).send("late pong").drop(),
    Script().refuse(503),
    Script().refuse(503),
    Script(accept=False).delay(3).drop(),
    Script().expect("ping").expect("ping"),
    Script(accept=False).stall(),
    Script().expect("ping").send("pong").close(1012, "again"),
    Script().delay(10).stall(),
)

TRACE = """\
0 connects
0 is open
30 ping
30 pong
60 ping
62 late pong
62 is closed: 1006
63 connects
63 is closed: 1006
65 connects
65 is closed: 1006
69 connects
72 is closed: 1006
80 connects
80 is open
110 ping
140 ping
170 gives up
170 is closed: 4000
171 connects
201 is closed: 1006
203 connects
203 is open
233 ping
233 pong
233 is closed: 1012
234 connects
234 is open
264 ping
294 ping
""".splitlines()


def said(page: Page) -> list[str]:
    """The lines that a page logged."""
    return [line.text for line in page.console if line.level == "log"]


def beat(runtime: Runtime, url: str, seconds: float = 300) -> list[str]:
    """The heartbeat's trace on a virtual clock."""
    page = runtime.open(source=HEADERS["Vanilla"] + HEARTBEAT, name="beat.js", config={"url": url})
    runtime.clock.run_for(seconds)
    runtime.close()
    return said(page)
