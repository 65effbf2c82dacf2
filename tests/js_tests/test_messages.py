"""weex_runtime.js_tests.messages: names in messages."""

from __future__ import annotations

from weex_runtime.js_tests.messages import advice_in_js_words, in_js_words


def test_messages_have_the_names_of_js() -> None:
    message = 'expect(get_by_text("a", exact=True).first).not_to_have_text("to_be") did_not hold'
    assert in_js_words(message) == (
        'expect(getByText("a", {exact: true}).first).not.toHaveText("to_be") did_not hold'
    )


def test_advice_names_attributes_too() -> None:
    advice = (
        "page.web_sockets, ws_server; page.runtime.run_until(lambda: ...) waits, new_weex_page()"
    )
    assert advice_in_js_words(advice) == (
        "page.webSockets, wsServer; waitUntil(() => ...) waits, openPage()"
    )
