"""The pytest report of a first test names the mistake in its bundle."""

from __future__ import annotations

import re

import pytest

from ..support.first_test import BUNDLE, TEST
from ..support.pytest_project import empty_project as empty_project
from ..support.pytest_project import reports

# (correct code of the bundle, the code with a mistake, patterns that the report must match)
MISTAKES = [
    (  # A handler misspells a name.
        "ws.send(this.text)",
        "sw.send(this.text)",
        [
            r'>       expect\(page.get_by_role\("listitem"\)\).to_have_text\(\["hello"\]\)',
            r"E         the page's last error: ReferenceError: '?sw'? is not defined, at send",
            r"uncaught ReferenceError: '?sw'? is not defined \(in event click on <text> .Send",
            r"    at send \(chat\d\.js:15",
            r"      15 \| sw\.send\(this\.text\);",
        ],
    ),
    (  # A bracket is wrong.
        "methods: {",
        "methods: (",
        [
            r"E         the page's last error: SyntaxError: .+, at chat\d\.js:14",
            "E         the screen is empty",
            r"uncaught SyntaxError: .+ \(in loading chat\d\.js\)",
            r"      14 \| send: function \(\) \{",
        ],
    ),
    (  # The page shows a misspelt text.
        "['Send']",
        "['Sned']",
        [
            r'>       page.get_by_text\("Send"\).click\(\)',
            r'E .*get_by_text\("Send"\)\.click: no element matches within 0\.2 s',
            r"E         nearest: 'Sned': \[Sned\]",
        ],
    ),
    (  # The URL has a port on which no server listens.
        "weex.config.url",
        "'ws://127.0.0.1:1/'",
        [
            r'the text of "connecting" .* is "connecting"',
            r"webSocket: ws://127\.0\.0\.1:1/: cannot connect to .*: Connection refused",
            r"page 1 socket connecting to ws://127\.0\.0\.1:1/",
            r"page 1 socket closed 1006",
        ],
    ),
    (  # The bundle misspells the name under which weex.config has the URL.
        "weex.config.url",
        "weex.config.ulr",
        [r"webSocket: the URL '' is not ws, wss, http or https"],
    ),
    (  # The bundle sets no handler for onmessage.
        "ws.onmessage(",
        "ws.onclose(",
        [
            r"the texts are \[\]",
            "a message arrived, but webSocket.onmessage has no handler",
            r"page 1 socket ← text, 5 bytes: 'hello'",
        ],
    ),
    (  # The click handler is a misspelt method.
        "click: self.send",
        "click: self.sent",
        [
            r'nothing listens to click at "Send" .* or at an ancestor within 0\.2 s',
            'Invalid handler for event "click": got undefined',
        ],
    ),
    (  # The bundle misspells a method of a module.
        "ws.send(this.text)",
        "ws.sent(this.text)",
        [
            r"uncaught TypeError: not a function \(in event click on <text> \"Send\"\)",
            r"      15 \| ws\.sent\(this\.text\);",
        ],
    ),
    (  # The bundle misspells the name of a module.
        "'webSocket'",
        "'websocket'",
        [
            r"TypeError: cannot read property 'WebSocket' of undefined",
            r"      9 \| ws\.WebSocket\(weex\.config\.url\);",
            r"module 'websocket' is not registered, .*; did you mean 'webSocket'\?",
        ],
    ),
]


def test_report_names_the_mistake_in_a_bundle(empty_project: pytest.Pytester) -> None:
    sources = []
    for number, (right, wrong, _) in enumerate(MISTAKES):
        assert right in BUNDLE
        broken = BUNDLE.replace(right, wrong)
        empty_project.path.joinpath(f"chat{number}.js").write_text(broken, encoding="utf-8")
        test = TEST.replace("timeout(1)", "timeout(0.2)")
        assert "chat.js" in test
        sources.append(test.replace("chat.js", f"chat{number}.js"))
    found = reports(empty_project, sources, "_test.py")
    for (_, _, expected), report in zip(MISTAKES, found, strict=True):
        assert [pattern for pattern in expected if not re.search(pattern, report)] == [], report
