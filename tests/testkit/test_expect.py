"""weex_runtime.testkit.expect: assertions about locators and pages are retried until they hold."""

from __future__ import annotations

import gc
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from weex_runtime import Page, Runtime, WeexError, expect
from weex_runtime.testkit.expect.locator_assertions import LocatorAssertions
from weex_runtime.testkit.expect.snapshot import snapshot_of

OpenPage = Callable[..., Page]

PANEL = """
new Vue({
  el: 'body',
  data: { late: false },
  created: function () {
    var self = this;
    setTimeout(function () { self.late = true; }, 20);
  },
  render: function (h) {
    var late = this.late;
    return h('div', { on: { click: function () {} } }, [
      h('text', { attrs: { testId: 'status', n: 3, on: late },
        style: { fontSize: '32px', opacity: late ? 1 : 0.5 } },
        [late ? 'online  as Ada' : 'offline']),
      h('input', { attrs: { placeholder: 'name', value: late ? 'Ada' : '', disabled: !late } }),
      h('switch', { attrs: { checked: late, 'aria-label': 'sound' } }),
      h('text', { attrs: { testId: 'hidden' },
        style: { visibility: late ? 'hidden' : 'visible' } }, ['wait']),
      h('list', (late ? ['a', 'b'] : ['a']).map(function (name) {
        return h('cell', [h('text', [name])]);
      })),
    ]);
  },
});
"""


@pytest.fixture
def still(open_page: OpenPage) -> Page:
    """The timer does not run."""
    page = open_page(PANEL, "Vue", name="panel.js")
    page.set_default_timeout(0.01)
    return page


@pytest.fixture(scope="module")
def frozen() -> Iterator[Page]:
    """One page for tests that change nothing; its timer does not run."""
    with Runtime(clock="virtual", hints=False) as runtime:
        page = runtime.open(source='// { "framework": "Vue" }\n' + PANEL, name="panel.js")
        page.set_default_timeout(0.01)
        yield page


@pytest.fixture
def live(make_runtime: Callable[..., Runtime]) -> Page:
    """The timer runs."""
    return make_runtime(clock="real").open(
        source='// { "framework": "Vue" }\n' + PANEL, name="panel.js"
    )


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Snapshots depend on these variables."""
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("WEEX_UPDATE_SNAPSHOTS", raising=False)


# Each case: locator, assertion, arguments, pattern of the failure message. The assertion fails
# before the page's timer fires, and holds afterwards.
ASSERTIONS = [
    ("text", "to_have_text", ("online as Ada",), '.* is "offline"'),
    ("text", "to_have_text", (re.compile("^online"),), '.* is "offline"'),
    ("text", "to_contain_text", ("line  as",), '.* is "offline"'),
    ("rows", "to_have_text", (["a", re.compile("b")],), "the texts are ['a']"),
    ("rows", "to_contain_text", (["a", "b"],), "the texts are ['a']"),
    ("rows", "to_contain_text", (["b"],), "the texts are ['a']"),
    ("rows", "to_have_count", (2,), "1 elements match"),
    ("second row", "to_be_attached", (), "no element matches"),
    ("offline", "not_to_be_attached", (), '"offline" .* is there'),
    ("field", "not_to_be_empty", (), "input .* is empty"),
    ("text", "to_have_attribute", ("on", True), "attribute 'on' of .* is False"),
    ("text", "to_have_attribute", ("on", "true"), "attribute 'on' of .* is False"),
    ("text", "to_have_attribute", ("on", re.compile("tru")), "attribute 'on' of .* is False"),
    ("text", "to_have_style", ("opacity", 1), "style 'opacity' of .* is 0.5"),
    ("text", "to_have_style", ("opacity", "1"), "style 'opacity' of .* is 0.5"),
    ("field", "to_have_value", ("Ada",), 'the value of input .* is ""'),
    ("field", "to_have_value", (re.compile("^A"),), 'the value of input .* is ""'),
    ("switch", "to_be_checked", (), "switch off .* is off"),
    ("field", "not_to_be_disabled", (), "input .* is disabled"),
    ("field", "to_be_enabled", (), "input .* is disabled"),
    ("hidden", "to_be_hidden", (), ".* is visible"),
    ("hidden", "not_to_be_visible", (), ".* is visible"),
    ("second row", "to_be_visible", (), "no element matches"),
    ("text", "not_to_have_text", ("offline",), '.* is "offline"'),
    ("text", "not_to_contain_text", ("off",), '.* is "offline"'),
    ("rows", "not_to_have_count", (1,), "1 elements match"),
    ("text", "not_to_have_attribute", ("on", False), "attribute 'on' of .* is False"),
    ("text", "not_to_have_style", ("opacity", 0.5), "style 'opacity' of .* is 0.5"),
    ("field", "not_to_have_value", ("",), 'the value of input .* is ""'),
]


def expectation(page: Page, which: str) -> LocatorAssertions:
    locators = {
        "text": page.get_by_test_id("status"),
        "rows": page.locator("cell"),
        "second row": page.locator("cell").nth(1),
        "field": page.get_by_placeholder("name"),
        "switch": page.get_by_label("sound"),
        "hidden": page.get_by_test_id("hidden"),
        "offline": page.get_by_text("offline"),
        "nowhere": page.get_by_text("nowhere"),
    }
    return expect(locators[which])


@pytest.mark.parametrize(
    ("which", "assertion", "args"),
    [
        ("text", "to_have_text", ("online as Ada",)),
        ("rows", "to_have_count", (2,)),
        ("offline", "not_to_be_attached", ()),
        ("second row", "to_be_visible", ()),
    ],
)
def test_assertion_retries_until_it_holds(
    live: Page, which: str, assertion: str, args: tuple[Any, ...]
) -> None:
    getattr(expectation(live, which), assertion)(*args)
    assert live.get_by_text("online").count() == 1


def test_each_assertion_holds_without_a_wait_after_the_page_has_changed(still: Page) -> None:
    still.runtime.clock.run_for(1)
    for which, assertion, args, _ in ASSERTIONS:
        getattr(expectation(still, which), assertion)(*args, timeout=0)


@pytest.mark.parametrize(("which", "assertion", "args", "there"), ASSERTIONS)
def test_message_of_a_failed_assertion_shows_the_present_state(
    frozen: Page, which: str, assertion: str, args: tuple[Any, ...], there: str
) -> None:
    with pytest.raises(AssertionError) as caught:
        getattr(expectation(frozen, which), assertion)(*args)
    message = str(caught.value)
    first = message.splitlines()[0]
    assert first.startswith("expect(")
    assert f".{assertion}(" in first
    assert "did not hold within 0.01 s: " in first
    found = first.partition("within 0.01 s: ")[2]
    assert found == there or re.match(there, found)
    assert "the page is busy: timer" in message


@pytest.mark.parametrize(
    ("which", "assertion", "args"),
    [
        ("text", "to_be_visible", ()),
        ("text", "to_have_text", ("offline",)),
        ("text", "to_have_attribute", ("n", 3)),
        ("text", "to_have_attribute", ("n", "3")),
        ("text", "to_have_attribute", ("test-id", "status")),
        ("text", "to_have_style", ("font-size", "32px")),
        ("text", "to_have_style", ("fontSize", 32)),
        ("text", "to_have_attribute", ("nothing", None)),
        ("rows", "to_contain_text", ([re.compile("a")],)),
        ("switch", "not_to_be_checked", ()),
        ("switch", "to_be_empty", ()),
        ("field", "to_be_empty", ()),
        ("field", "not_to_be_focused", ()),
        ("hidden", "to_be_attached", ()),
        ("nowhere", "not_to_be_attached", ()),
        ("field", "to_be_disabled", ()),
        ("text", "not_to_have_text", ("off",)),
        ("text", "not_to_contain_text", ("OFF",)),
    ],
)
def test_assertion_that_already_holds_passes(
    frozen: Page, which: str, assertion: str, args: tuple[Any, ...]
) -> None:
    getattr(expectation(frozen, which), assertion)(*args)


@pytest.mark.parametrize(
    ("which", "assertion", "args"),
    [
        ("text", "to_contain_text", ("OFF",)),
        ("text", "to_have_text", ("off",)),
        ("rows", "to_have_text", (["a", "a"],)),
        ("text", "to_have_attribute", ("nothing", "x")),
        ("switch", "to_have_value", ("on",)),
        ("switch", "not_to_have_value", ("on",)),
        ("text", "to_be_empty", ()),
        ("text", "to_be_checked", ()),
        ("text", "not_to_be_checked", ()),
        ("nowhere", "not_to_be_focused", ()),
        ("rows", "to_contain_text", (["a", "a"],)),
    ],
)
def test_assertion_that_never_holds_raises_an_assertion_error(
    frozen: Page, which: str, assertion: str, args: tuple[Any, ...]
) -> None:
    with pytest.raises(AssertionError):
        getattr(expectation(frozen, which), assertion)(*args)


@pytest.mark.parametrize(
    "assertion", ["not_to_have_text", "not_to_contain_text", "not_to_have_value"]
)
def test_negated_assertion_about_text_fails_if_no_element_matches(
    frozen: Page, assertion: str
) -> None:
    with pytest.raises(AssertionError, match="no element matches"):
        getattr(expect(frozen.get_by_text("nowhere")), assertion)("x")


def test_missing_element_is_not_visible(still: Page) -> None:
    expect(still.get_by_text("nowhere")).not_to_be_visible()
    expect(still.get_by_text("nowhere")).to_have_count(0)


def test_message_of_a_failed_assertion_lists_similar_elements(still: Page) -> None:
    with pytest.raises(AssertionError, match="nearest: 'offline': \"offline\" ref="):
        expect(still.get_by_text("of line")).to_be_visible()


def test_assertion_about_one_element_fails_when_several_elements_match(still: Page) -> None:
    with pytest.raises(AssertionError, match=r"to_have_text\(\"a\"\): .* matches 2 elements") as e:
        expect(still.locator("text").filter(has_text=re.compile("off|wait"))).to_have_text("a")
    assert '  2. "wait" ref=' in str(e.value)


def test_timeout_of_an_assertion_can_be_a_timedelta(still: Page) -> None:
    with pytest.raises(AssertionError, match=r"within 0\.02 s"):
        expect(still.get_by_text("nowhere")).to_be_visible(timeout=timedelta(milliseconds=20))


def test_assertion_to_contain_text_finds_the_texts_of_a_list_in_order(still: Page) -> None:
    texts = still.locator("text")
    expect(texts).to_have_text(["offline", "wait", "a"])
    expect(texts).to_contain_text(["off", "a"])
    expect(texts).not_to_contain_text(["a", "off"])


def test_assertion_to_be_focused_holds_for_the_field_that_has_the_keyboard(still: Page) -> None:
    still.runtime.clock.run_for(1)
    field = still.get_by_placeholder("name")
    with pytest.raises(AssertionError, match="did not hold within 0.01 s: input .* not focused"):
        expect(field).to_be_focused()
    field.focus()
    expect(field).to_be_focused()
    with pytest.raises(AssertionError, match="did not hold within 0.01 s: input .* is focused"):
        expect(field).not_to_be_focused()
    field.blur()
    expect(field).not_to_be_focused()


def test_failed_assertion_starts_with_the_message_passed_to_expect(
    still: Page, tmp_path: Path
) -> None:
    with pytest.raises(AssertionError, match=r"^Ada must be online\nexpect\(get_by_text"):
        expect(still.get_by_text("online as Ada"), "Ada must be online").to_be_visible()
    (tmp_path / "other.txt").write_text("text\n")
    with pytest.raises(AssertionError, match=r"^like before\nexpect\(page 1"):
        expect(still, "like before").to_match_snapshot(tmp_path / "other.txt")


def test_function_expect_refuses_a_plain_value() -> None:
    with pytest.raises(WeexError, match="expected a locator, a page or a web socket, got 'x'"):
        expect("x")  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("value", "is_on"), [("true", True), (True, True), ("", True), (False, False), ("false", False)]
)
def test_attribute_checked_of_a_switch_is_interpreted_as_on_devices(
    open_page: OpenPage, value: str | bool, is_on: bool
) -> None:
    page = open_page(
        "new Vue({ el: 'body', render: function (h) { return h('div', ["
        f" h('switch', {{ attrs: {{ checked: {json.dumps(value)} }} }})]); }} }});",
        "Vue",
    )
    switch = expect(page.get_by_role("switch"))
    (switch.to_be_checked if is_on else switch.not_to_be_checked)(timeout=0)


def test_message_of_a_failed_assertion_shortens_a_data_url(open_page: OpenPage) -> None:
    page = open_page(
        "new Vue({ el: 'body', render: function (h) { return h('image', { attrs:"
        " { src: 'data:image/png;base64,' + 'A'.repeat(20000) } }); } });",
        "Vue",
    )
    with pytest.raises(AssertionError, match="20022 characters") as caught:
        expect(page.locator("image")).to_have_attribute("src", "a.png", timeout=0)
    assert len(str(caught.value)) < 1000


# Snapshots of pages (`to_match_snapshot`).

TREE = """\
div on click
  text "offline" n=3 on=false testId="status"
  input "" disabled=true placeholder="name"
  switch aria-label="sound" checked=false
  text "wait" testId="hidden"
  list
    cell
      text "a"
"""


def test_snapshot_contains_texts_attributes_and_events(runtime: Runtime, still: Page) -> None:
    assert snapshot_of(still) == TREE
    runtime.clock.run_for(1)
    assert '  text "wait" testId="hidden" hidden\n' in snapshot_of(still)
    assert '  text "online  as Ada" n=3 on=true' in snapshot_of(still)


def test_snapshot_omits_attributes_that_are_lists_or_objects(open_page: OpenPage) -> None:
    page = open_page(
        "var body = document.createElement('div', { attr: { rows: [1, 2], map: { a: 1 }, n: 1 } });"
        "document.documentElement.appendChild(body);"
    )
    assert snapshot_of(page) == "div n=1\n"


def test_snapshot_of_an_empty_page_is_a_placeholder(open_page: OpenPage) -> None:
    assert snapshot_of(open_page("1;")) == "(nothing is rendered)\n"


def test_missing_snapshot_is_written_at_the_first_run_and_compared_at_later_runs(
    still: Page, tmp_path: Path
) -> None:
    file = tmp_path / "new" / "panel.txt"
    expect(still).to_match_snapshot(file)
    assert file.read_text(encoding="utf-8") == TREE
    expect(still).to_match_snapshot(file)


def test_assertion_to_match_snapshot_is_retried_until_the_page_equals_the_snapshot(
    live: Page, tmp_path: Path
) -> None:
    file = tmp_path / "panel.txt"
    late = TREE.replace('"offline"', '"online  as Ada"').replace("on=false", "on=true")
    late = late.replace('input "" disabled=true', 'input "Ada" disabled=false')
    late = late.replace("checked=false", "checked=true")
    late = late.replace('testId="hidden"', 'testId="hidden" hidden')
    file.write_text(late + '    cell\n      text "b"\n', encoding="utf-8")
    expect(live).to_match_snapshot(file)


def test_message_of_a_failed_snapshot_comparison_shows_a_diff(still: Page, tmp_path: Path) -> None:
    file = tmp_path / "panel.txt"
    file.write_text(TREE.replace("offline", "away"), encoding="utf-8")
    with pytest.raises(AssertionError) as caught:
        expect(still).to_match_snapshot(file)
    message = str(caught.value)
    assert f"to_match_snapshot({str(file)!r}) did not hold within 0.01 s:" in message
    assert '\n-  text "away" n=3 on=false testId="status"\n' in message
    assert '\n+  text "offline" n=3 on=false testId="status"\n' in message
    assert "the page is busy: timer" in message
    assert "run the test with WEEX_UPDATE_SNAPSHOTS=1" in message
    assert "away" in file.read_text(encoding="utf-8")


def test_snapshot_is_rewritten_if_update_is_set(
    still: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "panel.txt"
    file.write_text("old", encoding="utf-8")
    expect(still).to_match_snapshot(file, update=True)
    assert file.read_text(encoding="utf-8") == TREE
    file.write_text("old", encoding="utf-8")
    monkeypatch.setenv("WEEX_UPDATE_SNAPSHOTS", "1")
    expect(still).to_match_snapshot(file)
    assert file.read_text(encoding="utf-8") == TREE


def test_missing_snapshot_fails_in_ci(
    still: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    file = tmp_path / "panel.txt"
    with pytest.raises(AssertionError, match="none is written in CI"):
        expect(still).to_match_snapshot(file)
    assert not file.exists()
    monkeypatch.setenv("CI", "false")
    expect(still).to_match_snapshot(file)
    assert file.exists()


def test_snapshot_name_means_a_file_in_the_folder_of_the_calling_file(
    still: Page, tmp_path: Path
) -> None:
    caller = tmp_path / "test_panel.py"
    code = "from weex_runtime import expect\nexpect(page).to_match_snapshot('panel')\n"
    caller.write_text(code, encoding="utf-8")
    exec(compile(code, str(caller), "exec"), {"page": still})
    assert (tmp_path / "snapshots" / "panel.txt").read_text(encoding="utf-8") == TREE


@pytest.mark.parametrize("name", ["", "."])
@pytest.mark.parametrize("compare", ["to_match_snapshot", "to_match_screenshot"])
def test_folder_as_snapshot_is_refused(still: Page, compare: str, name: str) -> None:
    with pytest.raises(WeexError, match=f"a file, got the folder '{re.escape(name)}'"):
        getattr(expect(still), compare)(name)


def test_snapshot_of_a_page_that_does_not_become_idle_is_not_written(
    runtime: Runtime, open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page("1;")

    def again() -> None:
        runtime.looper.call_soon(again)

    again()
    with pytest.raises(AssertionError, match=r"did not become idle within 0\.02 s"):
        expect(page).to_match_snapshot(tmp_path / "x.txt", timeout=0.02)
    assert not (tmp_path / "x.txt").exists()


@pytest.mark.parametrize(
    ("call", "problem"),
    [
        (lambda e: e.to_have_text(0), "got 0: write '0'"),
        (lambda e: e.not_to_have_text(None), "got None"),
        (lambda e: e.to_have_text([0]), "got 0: write '0'"),
        (lambda e: e.to_have_text(b"a"), "got b'a'"),
        (lambda e: e.to_have_text(str.upper), "call it, to compare"),
        (lambda e: e.to_contain_text(""), "every text contains an empty text"),
        (lambda e: e.to_contain_text([]), "every text contains an empty text"),
        (lambda e: e.to_have_count("1"), "expected an integer, got '1'"),
        (lambda e: e.not_to_have_count(True), "expected an integer, got True"),
        (lambda e: e.not_to_have_attribute(7, "x"), "expected the name as text, got 7"),
        (
            lambda e: e.not_to_have_style("color", len),
            "expected a value of JSON or a regular expression, got",
        ),
        (lambda e: e.not_to_have_value(None), "got None"),
    ],
)
def test_assertions_refuse_wrong_arguments(
    frozen: Page, call: Callable[[LocatorAssertions], None], problem: str
) -> None:
    with pytest.raises(WeexError, match=re.escape(problem)):
        call(expect(frozen.get_by_test_id("status")))
    assert not frozen.failures


def test_assertion_to_have_text_refuses_a_locator_as_the_expected_text(still: Page) -> None:
    status = still.get_by_test_id("status")
    with pytest.raises(WeexError, match=r"use locator.text_content\(\)"):
        expect(status).to_have_text(status)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("forget", "origin"),
    [
        (lambda page: expect(page.get_by_text("x")), 'expect(get_by_text("x"))'),
        (lambda page: expect(page.get_by_text("x")).to_be_visible, 'expect(get_by_text("x"))'),
        (lambda page: expect(page), "expect(page 1 (panel.js, Vue))"),
    ],
)
def test_call_of_expect_without_an_assertion_is_a_failure(
    still: Page, forget: Callable[[Page], object], origin: str
) -> None:
    forget(still)
    [failure] = still.failures
    assert failure.origin == origin
    line = forget.__code__.co_firstlineno
    assert f"{__file__}:{line} it checks nothing: call an assertion" in str(failure.error)
    still.failures.clear()


def test_call_of_expect_without_an_assertion_prints_nothing_when_the_process_exits() -> None:
    code = (
        "from weex_runtime import Runtime, expect\n"
        "with Runtime() as runtime:\n"
        '    page = runtime.open(source=\'// { "framework": "Vanilla" }\')\n'
        "    assertions = expect(page)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "Exception ignored" not in done.stderr


def test_misspelled_assertion_raises_an_attribute_error_and_adds_no_failure(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("")
    with pytest.raises(AttributeError, match="did you mean to_be_visible"):
        expect(page.get_by_text("x")).to_be_visibel()  # type: ignore[attr-defined]
    gc.collect()
    assert not page.failures


def test_snapshot_omits_the_attribute_style_scope(open_page: OpenPage) -> None:
    """weex-loader writes `@styleScope`, a hash that another build changes."""
    page = open_page(
        "var text = document.createElement('text'); text.setAttr('@styleScope', 'data-v-1a2b');"
        "text.setAttr('value', 'a'); document.documentElement.appendChild(text);"
    )
    assert snapshot_of(page) == 'text "a"\n'
