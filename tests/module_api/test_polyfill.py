"""weex_runtime.module_api.polyfill: options, names, and access to the native half."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from weex_runtime import Runtime, UnknownPolyfill, WeexError
from weex_runtime.cli.main import main

VUE = '// { "framework": "Vue" }\n'
KINDS = "console.log(typeof WebSocket, typeof Event, typeof Blob, typeof self);"


def kinds(runtime: Runtime, **options: object) -> str:
    page = runtime.open(source=VUE + KINDS, **options)  # type: ignore[arg-type]
    return page.console[-1].text


def test_page_has_no_polyfill_by_default(make_runtime: Callable[..., Runtime]) -> None:
    assert kinds(make_runtime()) == "undefined undefined undefined undefined"


def test_all_pages_of_a_runtime_have_the_polyfills_of_the_runtime(
    make_runtime: Callable[..., Runtime],
) -> None:
    runtime = make_runtime(polyfills=["websocket"])
    assert [kinds(runtime), kinds(runtime)] == ["function function function object"] * 2


def test_polyfills_of_a_page_replace_those_of_its_runtime(
    make_runtime: Callable[..., Runtime],
) -> None:
    runtime = make_runtime(polyfills=["websocket"])
    assert kinds(runtime, polyfills=[]) == "undefined undefined undefined undefined"
    assert kinds(make_runtime(), polyfills=["websocket"]) == "function function function object"


def test_polyfill_that_is_listed_twice_runs_only_once(make_runtime: Callable[..., Runtime]) -> None:
    runtime = make_runtime(polyfills=["websocket", "websocket"], platform="web")
    assert kinds(runtime) == "function function function object"


def test_error_for_an_unknown_polyfill_lists_the_installed_polyfills(
    make_runtime: Callable[..., Runtime],
) -> None:
    with pytest.raises(
        UnknownPolyfill, match="no polyfill is called 'fetch'; installed: websocket"
    ):
        make_runtime(polyfills=["fetch"])
    with pytest.raises(UnknownPolyfill, match="did you mean 'websocket'?"):
        Runtime(polyfills=["WebSocket"])
    with pytest.raises(WeexError, match="no polyfill is called 'fetch'"):
        make_runtime().open(source=VUE, polyfills=["fetch"])


def test_run_command_refuses_an_unknown_polyfill(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "bundles/echo.js", "--polyfill", "fetch"]) == 2
    assert capsys.readouterr().err == (
        "weex-runtime: no polyfill is called 'fetch'; installed: websocket\n"
    )


@pytest.mark.parametrize("name", ["websocket", "WebSocketPolyfill"])
def test_polyfill_class_cannot_be_required_as_a_module(
    make_runtime: Callable[..., Runtime], name: str
) -> None:
    page = make_runtime(polyfills=["websocket"]).open(
        source=VUE + f"console.log(typeof weex.requireModule('{name}'));"
    )
    assert [line.text for line in page.console if line.level == "log"] == ["undefined"]
