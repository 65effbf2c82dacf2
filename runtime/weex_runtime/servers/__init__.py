"""Servers on 127.0.0.1 for pages: echo, chat and files. The package `scripted` has servers for
tests.
"""

from weex_runtime.servers.demo import ChatServer as ChatServer
from weex_runtime.servers.demo import EchoServer as EchoServer
