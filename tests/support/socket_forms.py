"""Bundles with a socket: by the module, by assigned handlers, by the class WebSocket."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

import pytest

from weex_runtime import Page
from weex_runtime.module_api.platforms import PlatformName

_BUNDLE = """// { "framework": "Vue" }
function log() { console.log(JSON.stringify(Array.prototype.slice.call(arguments))); }
function shown(data) {
  if (data instanceof ArrayBuffer) return ['buffer'].concat(Array.from(new Uint8Array(data)));
  return data && data.size !== undefined ? ['blob', data.size] : data;
}
var ws, after = {};
%s
function dial(protocol) {
  open(weex.config.url, protocol);
  hear('open', function () { log('open'); if (after.open) after.open(); });
  hear('message', function (e) {
    log('message', shown(e.data));
    if (after.message) after.message(e.data);
  });
  hear('close', function (e) { log('close', e.code, e.reason, e.wasClean); });
  hear('error', function (e) { log('error', e.data); });
}
"""
_MODULE = """
ws = weex.requireModule('webSocket');
function open(url, protocol) {
  if (protocol === undefined) ws.WebSocket(url); else ws.WebSocket(url, protocol);
}
"""
_CALLED = _MODULE + "function hear(name, fn) { ws['on' + name](fn); }"
_ASSIGNED = """
ws = weex.requireModule('webSocket');
function open(url, protocol) { ws.WebSocket(url, protocol && protocol.split(',')); }
function hear(name, fn) { ws['on' + name] = fn; }
"""
_CLASS = """
function open(url, protocol) {
  ws = protocol ? new WebSocket(url, protocol.split(',')) : new WebSocket(url);
  ws.binaryType = 'arraybuffer';
}
function hear(name, fn) { ws['on' + name] = fn; }
"""


class Form(NamedTuple):
    """A way to use sockets in a bundle."""

    code: str
    platform: PlatformName | None = None


FORMS = {
    "documented": Form(_CALLED),
    "android": Form(_CALLED, "android"),
    "ios": Form(_CALLED, "ios"),
    "web": Form(_ASSIGNED, "web"),
    "class": Form(_CLASS),
}
every_form = pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)


def source_of(form: Form, code: str) -> str:
    """A bundle whose `dial(protocol)` connects to `config.url`; it logs the events of its socket
    `ws`, and calls `after.open` and `after.message`."""
    return _BUNDLE % form.code + code


def logged(page: Page) -> list[Any]:
    """The logged events: ["open"], ["message", data], ["close", code, reason, wasClean] and
    ["error", data]."""
    return [json.loads(line.text) for line in page.console if line.level == "log"]


def run_to_end(page: Page) -> None:
    """Run until the first socket has had its last event."""
    page.runtime.run_until(lambda: page.web_sockets[0].is_closed)
    page.runtime.looper.settle()
