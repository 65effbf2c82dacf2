"""weex_modules.dark_scheme: the scheme of the screen, set in Python."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from weex_modules.dark_scheme import DarkSchemeModule
from weex_runtime import Page, Runtime

CODE = """// { "framework": "Vanilla" }
var scheme = weex.requireModule('dark-scheme');
console.log(scheme.getCurrentScheme());
scheme.registerSchemeChangeListener(function (data) { console.log('old', data.scheme); });
scheme.registerSchemeChangeListener(function (data) {
  console.log(data.scheme, data.instanceId, scheme.getCurrentScheme());
  if (data.scheme === 'light') scheme.unregisterSchemeChangeListener();
});
"""


def module_of(page: Page) -> DarkSchemeModule:
    module = page.module("dark-scheme")
    assert isinstance(module, DarkSchemeModule)
    return module


@pytest.mark.parametrize("platform", [None, "ios"])
def test_listener_is_called_at_each_change_of_the_scheme(
    make_runtime: Callable[..., Runtime], platform: str | None
) -> None:
    page = make_runtime(platform=platform).open(source=CODE)
    for scheme in ("dark", "dark", "light", "dark"):
        module_of(page).change(scheme)
        page.runtime.run_until_idle()
    assert [line.text for line in page.console] == [
        "light",
        f"dark {page.id} dark",
        f"light {page.id} light",
    ]


def test_schemechange_is_fired_on_the_body_at_each_change_of_the_scheme(
    make_runtime: Callable[..., Runtime],
) -> None:
    page = make_runtime(platform="ios").open(
        source='// { "framework": "Vue" }\n'
        "new Vue({ el: 'body', render: function (h) { return h('div', { on: {"
        " schemechange: function (event) { console.log(event.type, event.scheme); } } }); } });"
    )
    for scheme in ("dark", "dark", "light"):
        module_of(page).change(scheme)
    assert [line.text for line in page.console] == ["schemechange dark", "schemechange light"]


def test_initial_dark_scheme_comes_from_the_option_env(runtime: Runtime) -> None:
    page = runtime.open(source=CODE, env={"scheme": "dark"})
    assert page.console[0].text == "dark"


def test_unknown_scheme_is_refused(runtime: Runtime) -> None:
    with pytest.raises(ValueError, match='"dark" or "light", got .blue'):
        module_of(runtime.open(source=CODE)).change("blue")


@pytest.mark.parametrize("platform", ["android", "web"])
def test_android_and_web_lack_the_module_dark_scheme(
    make_runtime: Callable[..., Runtime], platform: str
) -> None:
    source = CODE.split("\n")[0] + "\nconsole.log(typeof weex.requireModule('dark-scheme'));"
    page = make_runtime(platform=platform).open(source=source)
    assert page.console[-1].text == "undefined"
