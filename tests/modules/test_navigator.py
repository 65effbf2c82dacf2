"""weex_modules.navigator: a stack of pages from an HTTP server or files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from weex_modules.navigator import NavigatorModule
from weex_runtime import Page, PageError, Runtime
from weex_runtime.interaction import go_back

from ..support.page_log import texts
from ..support.pages_server import PagesServer

HEADER = '// { "framework": "Vanilla" }\n'

# A bundle that calls the navigator method named by an event, and logs callbacks and `viewappear`.
PAGE = (
    HEADER
    + """
var navigator = weex.requireModule('navigator');
var body = document.createElement('div');
function show(name) { return function (data) { console.log(name, JSON.stringify(data)); }; }
body.addEvent('call', function (event) {
  navigator[event.method].apply(navigator, event.args.concat(
    (event.callbacks || ['done']).map(show)));
});
['viewappear', 'viewdisappear', 'clickleftitem', 'clickrightitem', 'clickmoreitem']
  .forEach(function (name) {
    body.addEvent(name, function () { console.log(name); });
  });
document.documentElement.appendChild(body);
console.log(weex.config.bundleUrl);
"""
)


@pytest.fixture
def server() -> Iterator[PagesServer]:
    files = {"/app/index.js": PAGE, "/app/detail.js": PAGE, "/other/last.js": PAGE}
    files["/app/page.html"] = "<!DOCTYPE html><p>a web page</p>"
    with PagesServer(files) as server:
        yield server


def call(page: Page, method: str, *args: Any, callbacks: tuple[str, ...] = ("done",)) -> None:
    page.fire_event("_root", "call", {"method": method, "args": args, "callbacks": callbacks})
    page.runtime.run_until_idle()


def top(page: Page) -> Page:
    assert page.stack.top
    return page.stack.top


@pytest.fixture
def index(runtime: Runtime, server: PagesServer) -> Page:
    page = runtime.open(f"{server.url}/app/index.js")
    runtime.run_until_idle()
    assert texts(page)[1:] == ["viewappear"]
    page.console.clear()
    return page


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("detail.js", "/app/detail.js"),
        ("./detail.js?id=5#top", "/app/detail.js?id=5#top"),
        ("../other/last.js", "/other/last.js"),
        ("/other/last.js", "/other/last.js"),
        ("//127.0.0.1:PORT/other/last.js", "/other/last.js"),
        ("http://127.0.0.1:PORT/app/detail.js", "/app/detail.js"),
        ("weex.html?_wx_tpl=http://127.0.0.1:PORT/app/detail.js", "/app/detail.js"),
        ("weex.html?wh_weex=true&_wx_tpl=detail.js", "/app/detail.js"),
    ],
)
def test_push_opens_the_bundle_as_a_further_page(
    index: Page, server: PagesServer, url: str, address: str
) -> None:
    port = server.url.rpartition(":")[2]
    call(index, "push", {"url": url.replace("PORT", port), "animated": "true"})
    page = top(index)
    assert page is not index
    assert texts(page) == [server.url + address, "viewappear"]
    assert texts(index) == ['done "WX_SUCCESS"', "viewdisappear"]
    assert index.stack.pages == [index, page]
    assert index.runtime.pages == [index, page]


def test_pop_destroys_the_page_and_shows_the_page_below(index: Page) -> None:
    call(index, "push", {"url": "detail.js"})
    page = top(index)
    index.console.clear()
    call(page, "pop", {"animated": "false"})
    assert page.destroyed
    assert texts(page)[2:] == ['done "WX_SUCCESS"', "viewdisappear"]
    assert texts(index) == ["viewappear"]
    assert index.stack.pages == [index]


def test_each_pushed_page_is_a_separate_instance(index: Page) -> None:
    call(index, "push", {"url": "index.js"})
    page = top(index)
    assert page.id != index.id
    assert page.document is not index.document
    assert page.module("navigator") is not index.module("navigator")


def test_pops_return_from_the_third_page_to_the_second_and_the_first(index: Page) -> None:
    call(index, "push", {"url": "detail.js"})
    second = top(index)
    call(second, "push", {"url": "../other/last.js"})
    third = top(index)
    assert index.stack.pages == [index, second, third]
    call(third, "pop", {})
    call(second, "pop", {})
    assert index.stack.pages == [index]
    assert texts(index)[-1] == "viewappear"


def test_page_below_the_top_can_be_destroyed(index: Page) -> None:
    call(index, "push", {"url": "detail.js"})
    second = top(index)
    call(second, "push", {"url": "../other/last.js"})
    third = top(index)
    third.console.clear()
    call(second, "pop", {})
    assert index.stack.pages == [index, third]
    assert texts(third) == []


def test_destroying_the_top_page_in_python_shows_the_page_below(index: Page) -> None:
    call(index, "push", {"url": "detail.js"})
    top(index).destroy()
    assert index.stack.pages == [index]
    assert texts(index)[-1] == "viewappear"


def test_pop_of_the_last_page_is_ignored_with_a_warning(index: Page) -> None:
    call(index, "pop", {})
    assert not index.destroyed
    assert "navigator.pop: no effect on the first page" in texts(index)[0]
    assert texts(index)[1] == 'done "WX_SUCCESS"'


@pytest.mark.parametrize("how", ["file", "path"])
def test_page_opened_from_a_file_can_push_another_file(
    runtime: Runtime, tmp_path: Path, how: str
) -> None:
    (tmp_path / "a b").mkdir()
    for name in ("one.js", "a b/two.js"):
        (tmp_path / name).write_text(PAGE)
    path = tmp_path / "one.js"
    page = runtime.open(path.as_uri() if how == "file" else path)
    call(page, "push", {"url": "a%20b/two.js"})
    assert texts(top(page))[0] == (tmp_path / "a b/two.js").as_uri()


def test_pushed_page_has_the_settings_of_its_opener(server: PagesServer, runtime: Runtime) -> None:
    page = runtime.open(
        f"{server.url}/app/index.js",
        platform="ios",
        viewport=(640, 1136),
        env={"appName": "shop"},
        config={"token": "t"},
    )
    page.answer_dialog = lambda dialog: False
    call(page, "push", {"url": "detail.js"})
    pushed = top(page)
    assert pushed.platform.name == "ios"
    assert pushed.viewport == (640, 1136)
    assert pushed.answer_dialog is page.answer_dialog
    pushed_config = json.loads(
        eval_in(pushed, "JSON.stringify([weex.config.token, weex.config.env.appName])")
    )
    assert pushed_config == ["t", "shop"]


def eval_in(page: Page, expression: str) -> str:
    return str(page.engine.run(expression, "<test>"))


def test_url_map_applies_to_pushed_pages(
    make_runtime: Callable[..., Runtime], server: PagesServer
) -> None:
    runtime = make_runtime(url_map={"http://shop.example": server.url})
    page = runtime.open(source=PAGE, config={"bundleUrl": "http://shop.example/app/index.js"})
    call(page, "push", {"url": "detail.js"})
    assert texts(top(page))[0] == "http://shop.example/app/detail.js"
    assert server.asked == ["/app/detail.js"]


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("missing.js", "the server responded with 404"),
        ("page.html", "this is a web page, not a bundle"),
        ("http://127.0.0.1:1/x.js", "cannot be fetched"),
        (
            "file:///no/such/file.js",
            "access is refused; allow it with --allow-read=/no/such/file.js",
        ),
        ("file://assets/dist/b.js", "got the host 'assets'"),
        ("qap://home/index.js", "got one of scheme 'qap'"),
    ],
)
def test_failing_push_is_an_error_on_the_console_of_the_opener(
    index: Page, url: str, problem: str
) -> None:
    call(index, "push", {"url": url})
    assert index.stack.pages == [index]
    (told,) = [line for line in index.console if line.level == "error"]
    assert "cannot open" in told.text
    assert problem in told.text
    assert url.rpartition("/")[2] in told.text
    assert "viewdisappear" not in texts(index)


def test_method_push_opens_nothing_if_the_calling_page_is_destroyed_first(index: Page) -> None:
    runtime = index.runtime
    index.fire_event("_root", "call", {"method": "push", "args": [{"url": "detail.js"}]})
    index.destroy()
    runtime.run_until_idle()
    assert runtime.pages == []


@pytest.mark.parametrize(
    ("platform", "args", "answers"),
    [
        (None, [{}], ['done "WX_PARAM_ERR"']),
        (None, [{"url": ""}], ['done "WX_PARAM_ERR"']),
        ("ios", [{}], ['done "WX_PARAM_ERR"']),
        ("android", [{"animated": True}], []),
        ("android", [{}], ['done "WX_FAILED"']),
        ("web", [{"url": "detail.js"}], ["done null"]),
        ("android", [{"url": "detail.js"}], ['done "WX_SUCCESS"']),
        (None, ['{"url": "detail.js"}'], ['done "WX_SUCCESS"']),
    ],
)
def test_push_calls_back_with_a_code(
    runtime: Runtime, server: PagesServer, platform: Any, args: list[Any], answers: list[str]
) -> None:
    page = runtime.open(f"{server.url}/app/index.js", platform=platform)
    call(page, "push", *args)
    assert [line for line in texts(page) if line.startswith("done")] == answers


OK, BAD = (
    ("ok", "failed"),
    'failed {"result":"WX_PARAM_ERR","message":"The URL parameter is empty."}',
)


@pytest.mark.parametrize(
    ("platform", "url", "answers", "pushed"),
    [
        (None, "detail.js", ['ok {"result":"WX_SUCCESS"}'], True),
        (None, "tel:123", ['ok {"result":"WX_SUCCESS"}'], False),
        (None, "", [BAD], False),
        (None, "detail.js?at=10:30", ['ok {"result":"WX_SUCCESS"}'], True),
        (None, " detail.js\n", ['ok {"result":"WX_SUCCESS"}'], True),
        (None, "\\app\\x\\..\\detail.js", ['ok {"result":"WX_SUCCESS"}'], True),
        ("android", "detail.js", ['ok "WX_SUCCESS"'], True),
        ("android", "tel:123", ['ok {"result":"WX_SUCCESS"}'], False),
        ("android", "", [BAD], False),
        ("ios", "detail.js", [], False),
    ],
)
def test_navigator_open_pushes_pages_and_logs_addresses_of_other_apps(
    runtime: Runtime,
    server: PagesServer,
    platform: Any,
    url: str,
    answers: list[str],
    pushed: bool,
) -> None:
    page = runtime.open(f"{server.url}/app/index.js", platform=platform)
    call(page, "open", {"url": url}, callbacks=OK)
    assert [line for line in texts(page) if line.startswith(OK)] == answers
    assert (len(page.stack.pages) == 2) is pushed
    assert ("[navigator.open] tel:123" in texts(page)) is (url == "tel:123")


@pytest.mark.parametrize("url", ["http://h:99999/x.js", "http://[/x.js", "//a b/x.js"])
def test_push_of_an_invalid_address_logs_a_warning(index: Page, url: str) -> None:
    call(index, "push", {"url": url})
    index.runtime.run_until_idle()
    assert len(index.stack.pages) == 1
    [problem] = [line for line in texts(index) if "cannot open" in line]
    assert url in problem


def test_navigator_close_pops_the_page(index: Page) -> None:
    call(index, "push", {"url": "detail.js"})
    page = top(index)
    call(page, "close", {}, callbacks=OK)
    assert page.destroyed
    assert "ok {}" in texts(page)


def bar(page: Page) -> NavigatorModule:
    module = page.module("navigator")
    assert isinstance(module, NavigatorModule)
    return module


@pytest.mark.parametrize("item", ["Left", "Right", "More"])
def test_items_of_the_navigation_bar_can_be_set_pressed_and_cleared(index: Page, item: str) -> None:
    name = item.lower()
    call(index, f"setNavBar{item}Item", {"title": "Save", "titleColor": "red"})
    assert bar(index).items == {name: {"title": "Save", "titleColor": "red"}}
    bar(index).press(name)
    call(index, f"clearNavBar{item}Item", {})
    assert bar(index).items == {}
    assert texts(index) == ['done "WX_SUCCESS"', f"click{name}item", 'done "WX_SUCCESS"']
    with pytest.raises(PageError, match=f"cannot press '{name}'.*its items are none"):
        bar(index).press(name)


def test_navigation_bar_can_be_hidden_and_get_a_title_and_a_colour(index: Page) -> None:
    call(index, "setNavBarTitle", {"title": "Orders"})
    assert bar(index).items["title"] == {"title": "Orders"}
    call(index, "clearNavBarTitle", {})
    assert bar(index).items == {}
    for hidden, value in (("1", True), (0, False), (1, True), ("0", False)):
        call(index, "setNavBarHidden", {"hidden": hidden, "animated": "0"})
        assert bar(index).hidden is value
    call(index, "setNavBarBackgroundColor", {"backgroundColor": "#fff"})
    assert bar(index).background_color == "#fff"
    assert set(texts(index)) == {'done "WX_SUCCESS"'}


def test_hidden_navigation_bar_cannot_be_pressed(index: Page) -> None:
    call(index, "setNavBarLeftItem", {"title": "x"})
    call(index, "setNavBarHidden", {"hidden": "1"})
    with pytest.raises(PageError, match="the bar is hidden"):
        bar(index).press("left")


@pytest.mark.parametrize(
    ("platform", "method", "options", "code"),
    [
        (None, "setNavBarHidden", {"hidden": "2"}, "WX_FAILED"),
        (None, "setNavBarHidden", {}, "WX_FAILED"),
        (None, "setNavBarTitle", {}, "WX_PARAM_ERR"),
        ("ios", "setNavBarRightItem", {}, "WX_PARAM_ERR"),
        ("android", "setNavBarRightItem", {}, "WX_FAILED"),
        ("ios", "setNavBarBackgroundColor", {}, "WX_PARAM_ERR"),
    ],
)
def test_navigation_bar_methods_fail_for_invalid_options(
    runtime: Runtime, platform: Any, method: str, options: object, code: str
) -> None:
    page = runtime.open(source=PAGE, platform=platform)
    runtime.run_until_idle()
    call(page, method, options)
    assert texts(page)[-1] == f'done "{code}"'


def test_navigator_on_the_web_has_only_push_and_pop(runtime: Runtime) -> None:
    page = runtime.open(source=PAGE, platform="web")
    keys = eval_in(page, "Object.keys(weex.requireModule('navigator')).sort().join()")
    assert keys == "pop,push"


BACK = (
    HEADER
    + """
var body = document.createElement('div');
weex.config.events.forEach(function (name) {
  body.addEvent(name, function () { console.log(name); return weex.config.keeps; });
});
document.documentElement.appendChild(body);
"""
)


@pytest.mark.parametrize(
    ("events", "keeps", "heard", "leaves"),
    [
        ([], False, [], True),
        (["nativeback"], True, ["nativeback"], False),
        (["nativeback"], False, ["nativeback"], True),
        (["clickbackitem"], False, ["clickbackitem"], False),
        (["nativeback", "clickbackitem"], False, ["nativeback", "clickbackitem"], False),
        (["nativeback", "clickbackitem"], True, ["nativeback"], False),
    ],
)
def test_back_button_fires_nativeback_before_leaving(
    index: Page, events: list[str], keeps: bool, heard: list[str], leaves: bool
) -> None:
    runtime = index.runtime
    page = runtime.open(source=BACK, stack=index.stack, config={"events": events, "keeps": keeps})
    go_back(page)
    assert texts(page) == heard
    assert page.destroyed is leaves


@pytest.mark.parametrize(
    "opens_itself",
    [
        "weex.requireModule('navigator').push({ url: 'self.js' });",
        "var embed = weex.document.createElement('embed'); embed.setAttr('src', 'self.js');"
        "body.appendChild(embed);",
    ],
    ids=["push", "embed"],
)
def test_page_that_opens_itself_is_stopped(
    make_runtime: Callable[..., Runtime], opens_itself: str
) -> None:
    source = (
        HEADER
        + """
    var body = weex.document.createElement('div');
    weex.document.documentElement.appendChild(body);
    """
    )
    runtime = make_runtime(limits={"pages": 5})
    with PagesServer({"/self.js": source + opens_itself}) as server:
        runtime.open(f"{server.url}/self.js")
        runtime.run_until(lambda: len(runtime.pages) >= 5, timeout=60)
        runtime.run_until_idle()
    assert len(runtime.pages) == 5
    *others, last = ([line.text for line in page.console] for page in runtime.pages)
    assert "5 pages" in last[-1]
    assert "cannot open" not in str(others)
