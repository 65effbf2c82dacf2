"""weex_modules.locale: the languages of the device's user."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from weex_modules.locale import Languages
from weex_runtime import Page, Runtime

LOCALE = (
    "var locale = weex.requireModule('locale');"
    "function show(data) { console.log(JSON.stringify(data)); }\n"
)


def run(runtime: Runtime, code: str) -> list[str]:
    page = runtime.open(source='// { "framework": "Vanilla" }\n' + LOCALE + code)
    runtime.run_until_idle()
    assert not page.errors
    return [line.text for line in page.console]


@pytest.mark.parametrize("platform", [None, "android", "ios"])
def test_preferred_language_is_returned_and_passed_to_the_callback(
    make_runtime: Callable[..., Runtime], platform: str | None
) -> None:
    runtime = make_runtime(platform=platform)
    code = "show(locale.getLanguageSync()); locale.getLanguage(show);"
    assert run(runtime, code) == ['"en-US"', '"en-US"']
    runtime.shared(Languages).tags = ["de-DE", "en-GB"]
    assert run(runtime, code) == ['"de-DE"', '"de-DE"']
    assert run(runtime, "show(locale.getLanguages());") == ['["de-DE","en-GB"]']


@pytest.mark.parametrize(
    ("tag", "on_android"),
    [
        ("zh-Hans-CN", "zh-CN"),
        ("en", "en-"),
        ("es-419", "es-419"),
        ("ca-ES-valencia", "ca-ES"),
        ("sr-Latn", "sr-"),
    ],
)
def test_get_language_on_android_returns_only_language_and_country(
    make_runtime: Callable[..., Runtime], tag: str, on_android: str
) -> None:
    code = "show(locale.getLanguageSync()); locale.getLanguage(show); show(locale.getLanguages());"
    for platform, preferred in [(None, tag), ("ios", tag), ("android", on_android)]:
        runtime = make_runtime(platform=platform)
        runtime.shared(Languages).tags = [tag]
        assert sorted(run(runtime, code)) == sorted(
            [f'"{preferred}"', f'"{preferred}"', f'["{tag}"]']
        )


@pytest.mark.parametrize(
    ("platform", "returned"), [(None, "undefined"), ("android", "undefined"), ("ios", "object")]
)
def test_get_languages_passes_the_languages_to_its_callback_or_returns_them(
    make_runtime: Callable[..., Runtime], platform: str | None, returned: str
) -> None:
    lines = run(make_runtime(platform=platform), "console.log(typeof locale.getLanguages(show));")
    assert lines[0] == returned
    assert lines[1:] == ([] if platform == "ios" else ['["en-US"]'])


def test_web_lacks_the_module_locale(make_runtime: Callable[..., Runtime]) -> None:
    lines = run(make_runtime(platform="web"), "console.log(typeof locale);")
    assert lines[-1] == "undefined"


def test_pages_of_a_runtime_share_the_languages(
    open_page: Callable[..., Page], runtime: Runtime
) -> None:
    runtime.shared(Languages).tags = ["fr-FR"]
    for _ in range(2):
        assert run(runtime, "show(locale.getLanguageSync());") == ['"fr-FR"']
