"""The pytest report of a first test names the mistake in its bundle."""

from __future__ import annotations

import re

import pytest

from ..support.first_test import BUNDLE, TEST
from ..support.pytest_project import empty_project as empty_project


@pytest.mark.parametrize(
    ("right", "wrong", "expected"),
    [
        pytest.param(
            "ws.send(this.text)",
            "sw.send(this.text)",
            [
                r'>       expect\(page.get_by_role\("listitem"\)\).to_have_text\(\["hello"\]\)',
                r"E         the page's last error: ReferenceError: '?sw'? is not defined, at send",
                r"uncaught ReferenceError: '?sw'? is not defined \(in event click on <text> .Send",
                r"    at send \(chat\.js:15",
                r"      15 \| sw\.send\(this\.text\);",
            ],
            id="typo in a handler",
        ),
        pytest.param(
            "methods: {",
            "methods: (",
            [
                r"E         the page's last error: SyntaxError: .+, at chat\.js:14",
                "E         the screen is empty",
                r"uncaught SyntaxError: .+ \(in loading chat\.js\)",
                r"      14 \| send: function \(\) \{",
            ],
            id="syntax error",
        ),
        pytest.param(
            "['Send']",
            "['Sned']",
            [
                r'>       page.get_by_text\("Send"\).click\(\)',
                r'E .*get_by_text\("Send"\)\.click: no element matches within 0\.2 s',
                r"E         nearest: 'Sned': \[Sned\]",
            ],
            id="wrong text",
        ),
        pytest.param(
            "weex.config.url",
            "'ws://127.0.0.1:1/'",
            [
                r'the text of "connecting" .* is "connecting"',
                r"webSocket: ws://127\.0\.0\.1:1/: cannot connect to .*: Connection refused",
                r"page 1 socket connecting to ws://127\.0\.0\.1:1/",
                r"page 1 socket closed 1006",
            ],
            id="wrong URL",
        ),
        pytest.param(
            "weex.config.url",
            "weex.config.ulr",
            [r"webSocket: the URL '' is not ws, wss, http or https"],
            id="URL that is undefined",
        ),
        pytest.param(
            "ws.onmessage(",
            "ws.onclose(",
            [
                r"the texts are \[\]",
                "a message arrived, but webSocket.onmessage has no handler",
                r"page 1 socket ← text 'hello'",
            ],
            id="handler that is not assigned",
        ),
        pytest.param(
            "click: self.send",
            "click: self.sent",
            [
                r'nothing listens to click at "Send" .* or around it within 0\.2 s',
                'Invalid handler for event "click": got undefined',
            ],
            id="handler that is not there",
        ),
        pytest.param(
            "ws.send(this.text)",
            "ws.sent(this.text)",
            [
                r"uncaught TypeError: not a function \(in event click on <text> \"Send\"\)",
                r"      15 \| ws\.sent\(this\.text\);",
            ],
            id="wrong method of a module",
        ),
        pytest.param(
            "'webSocket'",
            "'websocket'",
            [
                r"TypeError: cannot read property 'WebSocket' of undefined",
                r"      9 \| ws\.WebSocket\(weex\.config\.url\);",
                r"module 'websocket' is not registered, .*; did you mean 'webSocket'\?",
            ],
            id="wrong name of a module",
        ),
    ],
)
def test_report_names_the_mistake_in_a_bundle(
    empty_project: pytest.Pytester, right: str, wrong: str, expected: list[str]
) -> None:
    assert right in BUNDLE
    broken = BUNDLE.replace(right, wrong)
    empty_project.path.joinpath("chat.js").write_text(broken, encoding="utf-8")
    empty_project.makepyfile(test_chat=TEST.replace("timeout(1)", "timeout(0.2)"))
    result = empty_project.runpytest_inprocess()
    result.assert_outcomes(failed=1)
    report = result.stdout.str()
    assert [pattern for pattern in expected if not re.search(pattern, report)] == [], report
