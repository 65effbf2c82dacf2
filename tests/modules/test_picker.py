"""weex_modules.picker.module: items, dates and times, answered by the test."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from weex_runtime import Dialog, Page, Runtime

from ..support.page_log import logged

HEADER = '// { "framework": "%s" }\n'
PICKER = (
    "var picker = weex.requireModule('picker');"
    "function say(answer) { console.log(JSON.stringify(answer)); }\n"
)
DEVICES = [None, "android", "ios"]
ERROR = {"result": "error"}
CANCEL = {"result": "cancel"}


def success(data: object) -> dict[str, object]:
    return {"result": "success", "data": data}


def pick(runtime: Runtime, call: str, *answers: Any) -> tuple[list[Any], Page]:
    """The arguments of the bundle's callback, and its page."""
    page = runtime.open(source=HEADER % "Vanilla" + PICKER)
    page.answer_dialogs(*answers)
    page.js.run(page.engine.run, f"picker.{call}", "call.js")
    runtime.run_until_idle()
    assert not page.errors
    return logged(page), page


def complaints(page: Page) -> list[str]:
    return [line.text for line in page.console if line.level == "error"]


def test_each_picker_method_calls_back_with_the_picked_value(runtime: Runtime) -> None:
    cases: list[tuple[str, int | str, object]] = [
        ("pick({ items: ['a', 'b', 'c'] }, say)", 2, 2),
        ("pickDate({ value: '2016-11-28' }, say)", "2017-01-31", "2017-01-31"),
        ("pickTime({ value: '09:30' }, say)", "23:59", "23:59"),
    ]
    for call, answer, data in cases:
        first = runtime.open(source=HEADER % "Vanilla")
        first.answer_dialogs(answer)
        source = HEADER % "Vue" + PICKER + f"picker.{call};"
        page = runtime.open(source=source, stack=first.stack)
        runtime.run_until_idle()
        assert logged(page) == [success(data)]


@pytest.mark.parametrize(
    ("call", "shown"),
    [
        ("pick({ items: ['a', 'b', 'c'] }, say)", 0),
        ("pick({ items: ['a', 'b', 'c'], index: 1 }, say)", 1),
        ("pickDate({ value: '2016-11-28' }, say)", "2016-11-28"),
        ("pickDate({ value: '2016-1-8' }, say)", "2016-01-08"),
        ("pickTime({ value: '09:30' }, say)", "09:30"),
        ("pickTime({ value: '9:05' }, say)", "09:05"),
    ],
)
def test_accepting_a_picker_picks_the_default(runtime: Runtime, call: str, shown: object) -> None:
    assert pick(runtime, call)[0] == [success(shown)]
    assert pick(runtime, call, True)[0] == [success(shown)]


@pytest.mark.parametrize(
    ("call", "answers"),
    [
        ("pick({ items: ['a'] }, say)", (CANCEL, {**CANCEL, "data": -1}, CANCEL)),
        ("pickDate({ value: '2016-11-28' }, say)", (CANCEL, {**CANCEL, "data": None}, CANCEL)),
        ("pickTime({ value: '09:30' }, say)", (CANCEL, {**CANCEL, "data": None}, CANCEL)),
    ],
)
@pytest.mark.parametrize("place", range(3))
def test_dismissed_picker_is_cancelled(
    make_runtime: Callable[..., Runtime], call: str, answers: tuple[object, ...], place: int
) -> None:
    assert pick(make_runtime(platform=DEVICES[place]), call, False)[0] == [answers[place]]


@pytest.mark.parametrize(
    ("call", "answer", "data"),
    [
        ("pick({ items: ['a', 'b', 'c'] }, say)", 0, 0),
        ("pick({ items: ['a', 'b', 'c'] }, say)", 2, 2),
        ("pick({ items: ['a', 'b', 'c'], index: 2 }, say)", "b", 1),
        ("pick({ items: ['a', 'b', 'b'] }, say)", "b", 1),
        ("pick({ items: [10, 20] }, say)", "20", 1),
        ("pick({ items: ['a', 'b'] }, say)", "1", 1),
        ("pick({ items: ['1', '0'] }, say)", "1", 0),
        ("pickDate({ value: '2016-11-28' }, say)", "2016-2-29", "2016-02-29"),
        ("pickDate({ value: 'x', min: '2016-01-02', max: '2016-01-04' }, say)", "2016-01-02", ...),
        ("pickDate({ value: 'x', min: '2016-01-02', max: '2016-01-04' }, say)", "2016-01-04", ...),
        ("pickTime({ value: '09:30' }, say)", "0:00", "00:00"),
    ],
)
def test_answer_to_a_picker_chooses_an_item_or_a_date_or_a_time(
    runtime: Runtime,
    call: str,
    answer: str | int,
    data: object,
) -> None:
    answers, page = pick(runtime, call, answer)
    assert answers == [success(answer if data is ... else data)]
    assert complaints(page) == []


@pytest.mark.parametrize(
    ("call", "answer", "choice"),
    [
        ("pick({ items: ['a', 'b'] }, say)", 2, "an item or a number from 0 to 1"),
        ("pick({ items: ['a', 'b'] }, say)", -1, "an item or a number from 0 to 1"),
        ("pick({ items: ['a', 'b'] }, say)", "c", "an item or a number from 0 to 1"),
        ("pick({ items: ['a', 'b'] }, say)", "2", "an item or a number from 0 to 1"),
        ("pickDate({ value: '2016-11-28' }, say)", "tomorrow", "a date like '2016-11-28'"),
        ("pickDate({ value: '2016-11-28' }, say)", "2017-02-29", "a date like '2016-11-28'"),
        ("pickDate({ value: '2016-11-28' }, say)", 5, "a date like '2016-11-28'"),
        (
            "pickDate({ value: 'x', min: '2016-01-02', max: '2016-01-04' }, say)",
            "2016-01-05",
            "a date like '2016-11-28' from 2016-01-02 to 2016-01-04",
        ),
        (
            "pickDate({ value: '2016-01-03', min: '2016-01-02' }, say)",
            "2016-01-01",
            "a date like '2016-11-28' from 2016-01-02",
        ),
        ("pickTime({ value: '09:30' }, say)", "24:00", "a time like '09:30'"),
        ("pickTime({ value: '09:30' }, say)", "noon", "a time like '09:30'"),
        ("pickTime({ value: '09:30' }, say)", 9, "a time like '09:30'"),
    ],
)
def test_invalid_answer_to_a_picker_is_an_error(
    runtime: Runtime,
    call: str,
    answer: str | int,
    choice: str,
) -> None:
    answers, page = pick(runtime, call, answer)
    assert answers == [ERROR]
    method = call.partition("(")[0]
    assert complaints(page) == [
        f"[weex-runtime] picker.{method} got the answer {answer!r}; expected True, False, "
        f"or {choice}"
    ]


# Options of the picker's methods.

NOTHING: list[object] = []


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        # The results of an accepted picker on each of DEVICES.
        ("{}", ([ERROR], [success(0)], [ERROR])),
        ("{ items: [] }", ([ERROR], [success(0)], [ERROR])),
        ("{ items: 'abc' }", ([ERROR], [success(0)], [ERROR])),
        ("", ([ERROR], NOTHING, [ERROR])),
        ("null", ([ERROR], NOTHING, [ERROR])),
        ("{ items: [{ a: 1 }] }", ([success(0)], [success(0)], [ERROR])),
        ("{ items: ['a', null] }", ([success(0)], [success(0)], [ERROR])),
        ("{ items: ['a', 5, true] }", 3 * ([success(0)],)),
        ("{ items: ['a', 'b'], index: 7 }", ([success(0)], [success(7)], [success(7)])),
        ("{ items: ['a', 'b'], index: -1 }", ([success(0)], [success(-1)], [success(-1)])),
        ("{ items: ['a', 'b'], index: '1' }", ([success(1)], NOTHING, [success(1)])),
        ("{ items: ['a', 'b'], index: 1.5 }", ([success(1)], NOTHING, [success(1)])),
        ("{ items: ['a', 'b'], index: 'x' }", ([success(0)], NOTHING, [success(0)])),
        ("{ items: ['a', 'b'], index: null }", 3 * ([success(0)],)),
    ],
)
@pytest.mark.parametrize("place", range(3))
def test_method_pick_with_wrong_options_calls_the_callback_as_on_the_platform(
    make_runtime: Callable[..., Runtime], options: str, expected: tuple[object, ...], place: int
) -> None:
    call = f"pick({options}, say)" if options else "pick(undefined, say)"
    answers, page = pick(make_runtime(platform=DEVICES[place]), call)
    assert answers == expected[place]
    is_told = expected[place] in ([ERROR], NOTHING)
    assert len(complaints(page)) == is_told
    assert len(page.dialogs) == (not is_told)


@pytest.mark.parametrize(
    ("item", "texts"),
    [
        ("'grüße'", ("grüße", "grüße", "grüße")),
        ("5", ("5", "5", "5")),
        ("1.5", ("1.5", "1.5", "1")),
        ("true", ("true", "true", "1")),
        ("{ a: 'ü' }", ('{"a":"ü"}', '{"a":"ü"}', None)),
        ("null", ("null", "null", None)),
    ],
)
@pytest.mark.parametrize("place", range(3))
def test_picker_items_are_converted_to_text(
    make_runtime: Callable[..., Runtime], item: str, texts: tuple[str | None, ...], place: int
) -> None:
    _, page = pick(make_runtime(platform=DEVICES[place]), f"pick({{ items: [{item}] }}, say)")
    assert [dialog.items for dialog in page.dialogs] == [(t,) for t in [texts[place]] if t]


def test_shown_pickers_are_recorded_and_logged(runtime: Runtime) -> None:
    _, page = pick(
        runtime,
        "pick({ items: ['a', 'b'], index: 1, title: 'which?', confirmTitle: 'Take',"
        " cancelTitle: 'Leave' }, say); picker.pickDate({ value: '2016-11-28' });"
        "picker.pickTime({ value: '09:30' }); picker.pick({ items: ['x'] })",
        "a",
        False,
    )
    assert list(page.dialogs) == [
        Dialog("pick", "which?", "b", "Take", "Leave", ("a", "b"), "a"),
        Dialog("pickDate", "", "2016-11-28", answer=False),
        Dialog("pickTime", "", "09:30", answer=True),
        Dialog("pick", "", "x", items=("x",), answer=True),
    ]
    assert [line.text for line in page.console if line.level == "info"] == [
        "[picker.pick] which?: a, b",
        "[picker.pickDate] 2016-11-28",
        "[picker.pickTime] 09:30",
        "[picker.pick] x",
    ]


def test_function_assigned_to_attribute_answer_dialog_gets_the_items_of_a_picker(
    runtime: Runtime,
) -> None:
    page = runtime.open(
        source=HEADER % "Vanilla" + PICKER + "var body = document.createElement('div');"
        "body.addEvent('click', function () { picker.pick({ items: ['a', 'b', 'c'] }, say); });"
        "document.documentElement.appendChild(body);"
    )
    page.answer_dialog = lambda dialog: dialog.items[-1]
    page.fire_event("_root", "click")
    runtime.run_until_idle()
    assert page.console[-1].text == '{"result":"success","data":2}'


@pytest.mark.parametrize(
    ("options", "first"),
    [
        ("{ value: '2016-05-05', min: '2016-06-01' }", "2016-06-01"),
        ("{ value: '2016-05-05', max: '2016-04-01' }", "2016-04-01"),
        ("{ value: '2016-05-05', min: '2017-01-01', max: '2016-04-01' }", "2016-05-05"),
        ("{ value: '2016-05-05', min: 'x', max: '2016-13-01' }", "2016-05-05"),
        ("{ value: '2016-13-05', max: '2016-04-01' }", "2016-04-01"),
        ("{ max: '2016-04-01' }", "2016-04-01"),
    ],
)
def test_default_date_outside_the_limits_is_moved_to_the_nearest_limit(
    runtime: Runtime, options: str, first: str
) -> None:
    answers, _ = pick(runtime, f"pickDate({options}, say)")
    assert answers == [success(first)]


@pytest.mark.parametrize("method", ["pickDate", "pickTime"])
def test_default_of_pick_date_and_pick_time_is_the_current_time(
    runtime: Runtime, method: str
) -> None:
    for options in ("{}", "{ value: 'never' }", "undefined"):
        ((answer,), _) = pick(runtime, f"{method}({options}, say)")
        form = r"\d{4}-\d\d-\d\d" if method == "pickDate" else r"\d\d:\d\d"
        assert re.fullmatch(form, answer["data"])


@pytest.mark.parametrize("method", ["pickDate", "pickTime"])
def test_pick_date_and_pick_time_without_options_have_no_effect_on_android(
    make_runtime: Callable[..., Runtime], method: str
) -> None:
    answers, page = pick(make_runtime(platform="android"), f"{method}(undefined, say)")
    assert answers == []
    (line,) = complaints(page)
    assert f"picker.{method}: expected options" in line


def test_default_date_and_time_of_pickers_come_from_the_virtual_clock(
    make_runtime: Callable[..., Runtime],
) -> None:
    runtime = make_runtime()
    runtime.clock.install("2019-02-03T04:05:06")
    assert pick(runtime, "pickDate({}, say)")[0] == [{"result": "success", "data": "2019-02-03"}]
    assert pick(runtime, "pickTime({}, say)")[0] == [{"result": "success", "data": "04:05"}]


def test_module_picker_does_not_exist_on_the_web(make_runtime: Callable[..., Runtime]) -> None:
    page = make_runtime(platform="web").open(
        source=HEADER % "Vanilla" + "console.log(typeof weex.requireModule('picker'),"
        " weex.supports('@module/picker'));"
    )
    assert page.console[-1].text == "undefined false"


def test_answer_step_of_the_command_line_picks_an_item(runtime: Runtime) -> None:
    from weex_runtime.cli.steps.actions import carry_out
    from weex_runtime.cli.steps.syntax import parse

    page = runtime.open(
        source=HEADER % "Vue" + PICKER + "new Vue({ el: 'body', data: { picked: '' },"
        " render: function (h) { var self = this; var items = ['red', 'green'];"
        "  return h('div', [h('text', { on: { click: function () {"
        "   picker.pick({ items: items }, function (answer) {"
        "    self.picked = answer.result + items[answer.data]; }); } } }, ['colour']),"
        "   h('text', [this.picked])]); } });"
    )
    for step in ("answer green", "answer 0", "tap colour", "wait successgreen", "tap colour"):
        carry_out(page, parse(step), 5.0)
    carry_out(page, parse("wait successred"), 5.0)
