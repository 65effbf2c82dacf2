"""The runtime: pages, options, closing and waiting."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from weex_runtime import Module, Page, Runtime, WaitTimeout, WeexError, js_method

HEADER = '// { "framework": "Vanilla" }\n'


class Navigator(Module):
    """A module that opens and ends pages, as `navigator` does."""

    name = "opener"

    @js_method(sync=True)
    def push(self, source: str) -> str:
        return self.page.runtime.open(source=HEADER + source).id

    @js_method
    def pop(self, page_id: str) -> None:
        for page in self.page.runtime.pages:
            if page.id == page_id:
                page.destroy()


class Candle(Module):
    """A module that counts its living objects."""

    name = "candle"
    burning = 0

    @js_method
    def light(self) -> None:
        Candle.burning += 1

    def destroy(self) -> None:
        Candle.burning -= 1


def texts(page: Page) -> list[str]:
    return [line.text for line in page.console]


def test_pages_have_ids_in_the_order_of_their_opening(runtime: Runtime) -> None:
    pages = [runtime.open(source=HEADER) for _ in range(3)]
    assert [page.id for page in pages] == ["1", "2", "3"]
    assert runtime.pages == pages
    pages[1].destroy()
    assert runtime.pages == [pages[0], pages[2]]
    assert runtime.open(source=HEADER).id == "4"


def test_a_page_has_the_name_of_its_file_or_the_given_name(
    runtime: Runtime, tmp_path: Path
) -> None:
    path = tmp_path / "chat.js"
    path.write_text(HEADER + "missing();", encoding="utf-8")
    page = runtime.open(path)
    assert page.name == "chat.js"
    assert page.errors[0].origin == "loading chat.js"
    assert "chat.js:2" in page.errors[0].stack
    assert runtime.open(str(path), name="own.js").name == "own.js"
    assert runtime.open(source=HEADER).name == "bundle.js"
    assert runtime.open(source=HEADER, name="text.js").url == Path("text.js").absolute().as_uri()


@pytest.mark.parametrize("argument", ["config", "data", "env"])
def test_open_rejects_an_option_that_is_not_a_dict(runtime: Runtime, argument: str) -> None:
    with pytest.raises(WeexError, match=rf"open\(\): {argument}: expected a dict, got 'Ada'"):
        runtime.open(source=HEADER, **{argument: "Ada"})  # type: ignore[arg-type]


@pytest.mark.parametrize("arguments", [{}, {"location": "a.js", "source": HEADER}])
def test_open_requires_exactly_one_of_location_and_source(
    runtime: Runtime, arguments: dict[str, str]
) -> None:
    with pytest.raises(WeexError, match="either a path or URL, or source=text"):
        runtime.open(**arguments)  # type: ignore[arg-type]


def test_closing_a_runtime_destroys_pages_and_their_modules() -> None:
    Candle.burning = 0
    with Runtime(modules=[Candle]) as runtime:
        pages = [
            runtime.open(source=HEADER + "weex.requireModule('candle').light();") for _ in range(3)
        ]
        assert Candle.burning == 3
    assert Candle.burning == 0
    assert all(page.destroyed for page in pages)
    assert runtime.pages == []
    runtime.close()


@pytest.mark.parametrize(
    "code",
    ["power.off();", "setTimeout(function () { power.off(); }, 0);"],
    ids=["while loading", "by a timer"],
)
def test_runtime_can_be_closed_by_a_module(code: str) -> None:
    class Power(Module):
        name = "power"

        @js_method
        def off(self) -> None:
            self.page.runtime.close()

    runtime = Runtime(modules=[Power])
    page = runtime.open(source=HEADER + "var power = weex.requireModule('power');" + code)
    runtime.run_until(lambda: page.destroyed)
    assert runtime.pages == []
    with pytest.raises(WeexError, match="the runtime is closed"):
        runtime.run_until(lambda: False)


def test_a_closed_runtime_refuses_to_open_a_page() -> None:
    with Runtime() as runtime:
        pass
    with pytest.raises(WeexError, match="the runtime is closed"):
        runtime.open(source=HEADER)


def test_an_exception_in_the_with_block_closes_the_runtime() -> None:
    pages: list[Page] = []

    def fail() -> None:
        with Runtime() as runtime:
            pages.append(runtime.open(source=HEADER))
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert pages[0].destroyed


def test_closing_a_runtime_closes_its_sockets() -> None:
    """An open socket is a ResourceWarning, which fails the test."""
    runtime = Runtime()
    runtime.open(source=HEADER + "setInterval(function () {}, 10);")
    runtime.close()
    del runtime
    gc.collect()


def test_runtime_has_a_real_clock_by_default() -> None:
    with Runtime() as real, Runtime(clock="virtual") as virtual:
        assert not real.clock.virtual
        assert virtual.clock.virtual
        assert virtual.clock.now() == 0
    wrong: Any = "fast"
    with pytest.raises(WeexError, match='"real" or "virtual"'):
        Runtime(clock=wrong)


def test_run_until_waits_until_a_page_has_changed_a_value() -> None:
    with Runtime() as runtime:
        page = runtime.open(source=HEADER + "setTimeout(function () { console.log('done'); }, 10);")
        runtime.run_until(lambda: texts(page) == ["done"])


def test_timeout_error_of_run_until_names_the_condition(runtime: Runtime) -> None:
    page = runtime.open(source=HEADER + "setTimeout(function () {}, 1500);")
    with pytest.raises(WaitTimeout, match="waiting for .*page.console.*due in 1.5 s"):
        runtime.run_until(lambda: page.console, timeout=0.01)
    with pytest.raises(TimeoutError, match="waiting for a greeting"):
        runtime.run_until(lambda: page.console, timeout=0.01, waiting_for="a greeting")


def test_run_until_idle_runs_queued_tasks(runtime: Runtime) -> None:
    page = runtime.open(
        source=HEADER + "weex.requireModule('modal').alert({ message: 'hi' }, function (title) {"
        " console.log(title); setTimeout(function () { console.log('at once'); }, 0);"
        " setTimeout(function () { console.log('later'); }, 1); });"
    )
    runtime.run_until_idle()
    assert texts(page) == ["[modal.alert] hi", "OK", "at once"]


def test_a_page_opened_while_another_loads_has_its_own_id(
    make_runtime: Callable[..., Runtime],
) -> None:
    runtime = make_runtime(modules=[Navigator])
    page = runtime.open(
        source=HEADER + "var id = weex.requireModule('opener').push('console.log(1);');"
        "console.log('opened', id);"
    )
    first, second = sorted(runtime.pages, key=lambda p: int(p.id))
    assert first.id != second.id
    assert {page.id for page in runtime.pages} == {"1", "2"}
    other = second if page is first else first
    assert texts(page) == [f"opened {other.id}"]
    assert texts(other) == ["1"]


def test_module_can_destroy_its_own_page_and_another_page(
    make_runtime: Callable[..., Runtime],
) -> None:
    runtime = make_runtime(modules=[Navigator])
    other = runtime.open(source=HEADER)
    page = runtime.open(
        source=HEADER + "var opener = weex.requireModule('opener');"
        "setTimeout(function () {"
        f" opener.pop('{other.id}'); opener.pop('2'); console.log('goes on'); }}, 1);"
    )
    runtime.clock.run_for(1)
    assert other.destroyed
    assert page.destroyed
    assert texts(page) == ["goes on"]


def test_two_runtimes_do_not_share_pages_and_modules() -> None:
    with Runtime(clock="virtual") as first, Runtime(clock="virtual") as second:
        pages = [
            runtime.open(source=HEADER + "setTimeout(function () { console.log('due'); }, 10);")
            for runtime in (first, second)
        ]
        first.clock.run_for(1)
        assert [texts(page) for page in pages] == [["due"], []]


def test_runtime_works_in_the_thread_that_created_the_runtime() -> None:
    seen: list[str] = []

    def work() -> None:
        with Runtime(clock="virtual") as runtime:
            page = runtime.open(
                source='// { "framework": "Vue" }\n'
                "new Vue({ el: 'body', render: function (h) { return h('div'); } });"
                "setTimeout(function () { console.log('done'); }, 10);"
            )
            runtime.clock.run_for(1)
            seen.extend([page.document.root.type, *texts(page)])

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == ["div", "done"]


@pytest.mark.parametrize(
    ("url_map", "url", "expected"),
    [
        ({}, "ws://example.org/chat", "ws://example.org/chat"),
        (
            {"ws://example.org": "ws://127.0.0.1:80"},
            "ws://example.org/a?b",
            "ws://127.0.0.1:80/a?b",
        ),
        ({"ws://example.org": "ws://127.0.0.1:80"}, "ws://example.org", "ws://127.0.0.1:80"),
        ({"ws://example.org": "ws://a.org/x/"}, "ws://example.org/b", "ws://a.org/x/b"),
        ({"ws://example.org/": "ws://a.org/"}, "ws://example.org/b", "ws://a.org/b"),
        ({"ws://example.org": "ws://a.org"}, "ws://example.org?q=1", "ws://a.org?q=1"),
        (
            {"ws://example.org": "ws://a.org"},
            "ws://example.organic/b",
            "ws://example.organic/b",
        ),
        (
            {"ws://one.org": "ws://a.org", "ws://two.org": "ws://b.org"},
            "ws://two.org/x",
            "ws://b.org/x",
        ),
    ],
)
def test_url_map_replaces_the_beginning_of_an_address(
    make_runtime: Callable[..., Runtime], url_map: dict[str, str], url: str, expected: str
) -> None:
    assert make_runtime(url_map=url_map).mapped(url) == expected


def test_the_tracer_receives_the_traffic_of_every_page(
    make_runtime: Callable[..., Runtime],
) -> None:
    heard: list[tuple[str, str]] = []
    runtime = make_runtime(tracer=lambda page_id, kind, text: heard.append((page_id, kind)))
    source = HEADER + "setTimeout(function () { callNative('0', [], '-1'); }, 10);"
    runtime.open(source=source)
    runtime.open(source=source)
    runtime.clock.run_for(1)
    assert set(heard) == {("1", "call"), ("1", "task"), ("2", "call"), ("2", "task")}


def test_a_memory_limit_too_small_for_a_framework_is_refused(
    make_runtime: Callable[..., Runtime],
) -> None:
    with pytest.raises(WeexError, match=r"memory_limit: .* at least 2097152 .* got 262144"):
        make_runtime(memory_limit=256 << 10)
    assert texts(make_runtime(memory_limit=2 << 20).open(source=HEADER + "console.log(1)")) == ["1"]


def test_time_limit_and_memory_limit_apply_to_each_page(
    make_runtime: Callable[..., Runtime],
) -> None:
    runtime = make_runtime(time_limit=0.1, memory_limit=8 << 20)
    slow = runtime.open(source=HEADER + "for (;;) {}")
    large = runtime.open(source=HEADER + "new Array(1e7).fill(0);")
    fine = runtime.open(source=HEADER + "console.log('fine');")
    assert "longer than 0.1 s" in slow.errors[0].message
    assert "out of memory" in large.errors[0].message
    assert texts(fine) == ["fine"]
