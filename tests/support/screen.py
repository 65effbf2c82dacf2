"""A page whose elements log the events they receive as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from weex_runtime import Component, Page, Runtime
from weex_runtime.document.element import Element

# The JS function make(type, attrs, events, children) returns an element that logs [name, event] for
# each event. The name is the element's `id`, or its type if it has no `id`. Time stamps, which the
# runtime adds, are logged as 0.
JS = """
var body = document.createElement('div');
var elements = {};
function seen(event) {
  var copy = {};
  Object.keys(event).forEach(function (key) {
    if (typeof event[key] === 'function' || key === 'target' || key === 'currentTarget') return;
    copy[key] = /^time[sS]tamp$/.test(key) ? 0 : event[key];
  });
  return copy;
}
function make(type, attrs, events, children, style) {
  var element = document.createElement(type, { attr: attrs || {}, style: style || {} });
  var name = (attrs && attrs.id) || type;
  elements[name] = element;
  (events || []).forEach(function (event) {
    element.addEvent(event, function (e) {
      console.log(JSON.stringify([name, seen(e)]));
      return answers[event];
    });
  });
  (children || []).forEach(function (child) { element.appendChild(child); });
  return element;
}
var answers = {};
function show() {
  for (var n = 0; n < arguments.length; n++) body.appendChild(arguments[n]);
  document.documentElement.appendChild(body);
}
"""


class Screen:
    """A page of such elements."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def element(self, name: str) -> Element:
        """The element with this id, or else the first of this type."""
        elements = list(self.page.document.elements())
        named = [e for e in elements if e.attr.get("id") == name]
        return (named or [e for e in elements if e.type == name])[0]

    def component(self, name: str) -> Any:
        """The component of an element."""
        component: Component = self.page.components.of(self.element(name))
        return component

    def do(self, code: str) -> None:
        """Run JS in the page."""
        listener = self.element("js")
        self.page.fire_event(listener.ref, "run", {"code": code})
        self.page.runtime.run_until_idle()

    def lines(self) -> list[str]:
        """The console lines since the last call."""
        lines = [line.text for line in self.page.console]
        self.page.console.clear()
        return lines

    def heard(self, *, types: bool = False) -> list[Any]:
        """The events since the last call: [name, type, payload], without time stamps; with `types`
        only "name.type"."""
        found = []
        for line in self.lines():
            if line.startswith("["):
                name, event = json.loads(line)
                kind = event.pop("type")
                found.append(f"{name}.{kind}" if types else [name, kind, event])
        return found

    def payload(self) -> dict[str, Any]:
        """The payload of the only event since the last call; `timestamp` is the runtime's."""
        ((_, _, payload),) = self.heard()
        payload.pop("timestamp", None)
        return dict(payload)

    def payloads(self) -> list[Any]:
        """[name, type, payload without timestamp] of all."""
        found = self.heard()
        for _, _, payload in found:
            payload.pop("timestamp", None)
        return found


OpenScreen = Callable[..., Screen]


@pytest.fixture
def open_screen(make_runtime: Callable[..., Runtime]) -> OpenScreen:
    """open_screen("make('input', {}, ['focus'])", platform=…): a page of these elements."""

    def open_screen(*elements: str, js: str = "", url: str = "", **options: Any) -> Screen:
        runtime = make_runtime(**options)
        run = "make('js', { id: 'js' }, [])"
        source = "\n".join(
            [
                '// { "framework": "Vanilla" }',
                JS,
                js,
                f"show({', '.join([*elements, run])});",
                "elements.js.addEvent('run', function (e) { (0, eval)(e.code); });",
            ]
        )
        config = {"bundleUrl": url} if url else {}
        page = runtime.open(source=source, name="screen.js", config=config)
        runtime.run_until_idle()
        assert not page.errors
        return Screen(page)

    return open_screen
