"""The module `webSocket`."""

from weex_modules.websocket.module import WebSocketModule as WebSocketModule
