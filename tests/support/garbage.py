"""A page that leaves garbage which reference counts do not free."""

from __future__ import annotations

from weex_runtime import Runtime
from weex_runtime.servers import EchoServer

# Defines the JS function leave(size), which leaves `size` bytes of cyclic garbage.
LEAVE = """
function leave(size) {
  for (; size > 0; size -= 16000) { var all = new Array(1000).fill(0); all.push(all); }
}
"""

_PAGE = f"""// {{ "framework": "Vanilla" }}
{LEAVE}
var ws = weex.requireModule('webSocket'), sent = 0, got = 0;
var body = document.createElement('div');
ws.WebSocket(weex.config.url, '');
ws.onopen = function () {{ send(100); }};
ws.onmessage = function () {{
  got += 1;
  leave(weex.config.size);
  if (got === sent) send(Math.min(100, weex.config.messages - sent));
  if (got === weex.config.messages) console.log('done');
}};
function send(count) {{
  sent += count;
  for (var i = 0; i < count; i++) ws.send('message');
}}
"""


def exchange(runtime: Runtime, messages: int, size: int) -> list[int]:
    """Let a page receive messages, a hundred at once; each message leaves cyclic garbage.

    Returns:
        The size of the page's JS memory in bytes after each turn of the loop.
    """
    sizes: list[int] = []
    with EchoServer() as server:
        page = runtime.open(
            source=_PAGE, config={"url": server.url, "messages": messages, "size": size}
        )

        def is_done() -> bool:
            sizes.append(page.engine.memory())
            return bool(page.console)

        runtime.run_until(is_done, 300)
    assert [line.text for line in page.console] == ["done"]
    assert not page.errors
    return sizes
