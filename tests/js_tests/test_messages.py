"""weex_runtime.js_tests.messages: names in messages."""

from __future__ import annotations

from weex_runtime.js_tests.messages import in_js_words


def test_messages_have_the_names_of_js() -> None:
    message = 'expect(get_by_text("a", exact=True).first).not_to_have_text("to_be") did_not hold'
    assert in_js_words(message) == (
        'expect(getByText("a", {exact: true}).first).not.toHaveText("to_be") did_not hold'
    )
