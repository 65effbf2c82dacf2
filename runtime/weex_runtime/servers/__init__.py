"""Servers on loopback ports: echo, chat and files; `scripted` ones do what a test says."""

from weex_runtime.servers.websocket_server import ChatServer as ChatServer
from weex_runtime.servers.websocket_server import EchoServer as EchoServer
