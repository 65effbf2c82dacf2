"""weex_runtime.naming: names of calls in messages of Python and of JS tests."""

from __future__ import annotations

from weex_runtime.naming import (
    attribute,
    call,
    camel_case,
    did_you_mean,
    hyphenated,
    js_names,
    named,
    similar,
    snake_case,
    unhyphenated,
    value,
)


def test_call_is_written_in_snake_case_for_python_and_camel_case_for_js() -> None:
    def shown() -> str:
        locator = call("get_by_role", '"button"', name='"Send"', exact=value(True))
        return f"{locator}{attribute('first')}.{call('not_to_have_text', value(None))}"

    assert shown() == (
        'get_by_role("button", name="Send", exact=True).first.not_to_have_text(None)'
    )
    with js_names():
        assert shown() == (
            'getByRole("button", {name: "Send", exact: true}).first().not.toHaveText(null)'
        )
        assert named("wait_for") == "waitFor"
    assert named("wait_for") == "wait_for"


def test_names_are_converted_between_snake_case_and_camel_case() -> None:
    names = {"getByText": "get_by_text", "url": "url", "httpServer": "http_server"}
    assert {camel_case(python): snake_case(js) for js, python in names.items()} == names
    assert (camel_case("continue_"), camel_case("aria-label")) == ("continue", "ariaLabel")


def test_attribute_names_are_converted_at_hyphens_only() -> None:
    names = {"returnKeyType": "return-key-type", "value": "value", "max_length": "max_length"}
    assert {unhyphenated(hyphen): hyphenated(camel) for camel, hyphen in names.items()} == names
    assert unhyphenated("_autoWrap") == "_autoWrap"


def test_function_similar_returns_the_most_similar_name_regardless_of_case() -> None:
    known = ["toHaveSize", "toHaveBeenCalled", "webSocket"]
    assert similar("toHaveLength", known) == "toHaveSize"
    assert similar("WEBSOCKET", known) == "webSocket"
    assert similar("camera", known) == ""
    assert similar("webSockt", known, alike=0.99) == ""


def test_function_did_you_mean_returns_the_alternative_text_without_a_similar_name() -> None:
    assert did_you_mean("tost", ["toast", "alert"]) == "did you mean toast?"
    assert did_you_mean("tost", ["toast"], show=repr) == "did you mean 'toast'?"
    assert did_you_mean("camera", ["toast"], "known: toast") == "known: toast"


def test_values_are_written_in_the_language_of_the_test() -> None:
    given = [None, True, 1.5, float("nan"), float("-inf"), "None"]
    assert [value(one) for one in given] == ["None", "True", "1.5", "nan", "-inf", "'None'"]
    with js_names():
        shown = [value(one) for one in given]
    assert shown == ["null", "true", "1.5", "NaN", "-Infinity", "'None'"]
