"""`check_module`, `check_component` and the scripted servers, for import by tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weex_runtime.module_check import check_component, check_module
from weex_runtime.module_check.report import Check, Finding, ModuleCheckFailed, Report

if TYPE_CHECKING:
    from weex_runtime.servers.scripted.http_message import HttpRequest, HttpResponse
    from weex_runtime.servers.scripted.http_server import HttpServer
    from weex_runtime.servers.scripted.script import Script
    from weex_runtime.servers.scripted.ws_server import WsServer

__all__ = [
    "Check",
    "Finding",
    "HttpRequest",
    "HttpResponse",
    "HttpServer",
    "ModuleCheckFailed",
    "Report",
    "Script",
    "WsServer",
    "check_component",
    "check_module",
]

# {name: file that defines the name}; each file is imported when a test first uses one of its names.
_LATE = {
    "HttpRequest": "weex_runtime.servers.scripted.http_message",
    "HttpResponse": "weex_runtime.servers.scripted.http_message",
    "HttpServer": "weex_runtime.servers.scripted.http_server",
    "Script": "weex_runtime.servers.scripted.script",
    "WsServer": "weex_runtime.servers.scripted.ws_server",
}


def __getattr__(name: str) -> object:
    if name in _LATE:
        from importlib import import_module

        return getattr(import_module(_LATE[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
