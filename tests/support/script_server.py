"""A WsServer in a process, for tests that need a peer in another process.

Its scripts have no delays: what another process waits for is known to no clock.
"""

from __future__ import annotations

import json
import sys

from weex_runtime.testing import Script, WsServer

SCRIPTS = (
    Script().expect("ping").send("pong").expect("ping").send("pong").expect("ping").drop(),
    Script().refuse(503),
)

if __name__ == "__main__":
    with WsServer(*SCRIPTS) as server:
        print(json.dumps({"port": server.port}), flush=True)
        sys.stdin.read()
