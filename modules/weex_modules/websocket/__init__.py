"""The module `webSocket` and WHATWG's class `WebSocket`, which share the connection (connection.py)
and its adapters.

The entry points name the classes in module.py and whatwg.py. Authors of adapters import from
adapter.py.
"""

from weex_modules.websocket.module import WebSocketModule as WebSocketModule
