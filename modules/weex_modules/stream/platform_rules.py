"""stream on each platform: the columns of the table in spec/modules.md, section 2.

What a bundle is warned of is in differences.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from weex_modules.stream import request as requests
from weex_modules.stream import response as responses
from weex_modules.stream import results
from weex_modules.stream.http.exchange import RedirectRules
from weex_modules.stream.http.message import Answer, Failure, RequestFailed
from weex_modules.stream.request import Options, RequestRules
from weex_modules.stream.response import Progress, RunScript
from weex_modules.stream.results import Result
from weex_runtime.json_values import JSONValue, brief, js_text
from weex_runtime.matching.url import origin_of

if TYPE_CHECKING:
    from weex_runtime import Page

# What `nil` becomes on its way to JS: a text, with its quotes.
NIL = '"{}"'


@dataclass(frozen=True, kw_only=True)
class Rules:
    """One column.

    Attributes:
        request: From the options to what goes out.
        redirects: Which are followed.
        keeps_cookies: Whether cookies that servers set are kept and sent back, for the options, the
            request's address and the bundle's.
        kind: The option `type` as it is read: "text", "json", "jsonp", "arraybuffer".
        result: What the callback of `fetch` gets of an answer of a type, and what was wrong with
            its data, "" for nothing; an answer may be a script to run.
        failed: What it gets of a failure; None: it is not called.
        progress: What the progress callback gets; None: it is not called.
        read_size: Bytes of one step of progress at the most.
        http_options: The options of `sendHttp` as those of `fetch`.
        http_result: What the callback of `sendHttp` gets of an answer.
        http_failed: What it gets of a failure; None: it is not called.
        level: Of the line on the console that tells a failure.
    """

    request: RequestRules
    redirects: RedirectRules = RedirectRules()
    keeps_cookies: Callable[[Options, str, str], bool] = lambda options, url, bundle_url: False
    kind: Callable[[JSONValue], str] = lambda given: _one_of(given, "json", "jsonp")
    result: Callable[[Answer, str, RunScript], tuple[Result, str]]
    failed: Callable[[Failure], Result | None]
    progress: Callable[[Progress], Result | None]
    read_size: int = 64 << 10
    http_options: Callable[[Options], Options] = lambda options: {
        **options,
        "headers": options.get("header"),
    }
    http_result: Callable[[Answer], str] = responses.text_of
    http_failed: str | None = "{}"
    level: str = "warn"


def _android_user_agent(page: Page) -> str:
    values = page.platform.environment
    model, version = values["deviceModel"], values["osVersion"]
    app = f"({values['appName']}/{values['appVersion']})"
    width, height = page.viewport
    return f"{model}(Android/{version}) {app} Weex/{values['weexVersion']} {width}x{height}"


def _ios_http_options(options: Options) -> Options:
    return {**options, "headers": options.get("header"), "timeout": None}


def _ios_user_agent(page: Page) -> str:
    values = page.platform.environment
    device = f"{values['deviceModel']}(iOS/{values['osVersion']})"
    app = f"WeexGroup({values['appName']}/{values['appVersion']})"
    width, height = page.viewport
    return f"{device} {app} Weex/{values['weexVersion']} {width}x{height}"


def _ios_referer(options: Options, bundle_url: str) -> str:
    """Only that of a bundle with a query."""
    start, mark, _ = bundle_url.partition("?")
    return start if mark and options.get("referer") in (True, "true", 1, "1") else ""


def _web_kind(given: JSONValue) -> str:
    kind = js_text(given) if given not in (None, "") else "text"
    if kind.lower() not in ("text", "json", "jsonp", "arraybuffer"):
        raise RequestFailed(
            "type", f"the type {brief(kind)} is none of text, json, jsonp, arraybuffer"
        )
    return kind if kind in ("json", "jsonp", "arraybuffer") else "text"


def _web_keeps_cookies(options: Options, url: str, bundle_url: str) -> bool:
    return options.get("withCredentials") is True or origin_of(url) == origin_of(bundle_url)


def _web_http_options(options: Options) -> Options:
    return {"method": options.get("method"), "url": options.get("url")}


def _one_of(given: JSONValue, *known: str) -> str:
    return given if isinstance(given, str) and given in known else "text"


RULES: dict[str | None, Rules] = {
    None: Rules(
        request=RequestRules(
            method=requests.one_of_six,
            address=requests.of_text,
            body=requests.text_body,
            user_agent=_android_user_agent,
        ),
        result=results.any_result,
        failed=results.any_failed,
        progress=results.any_progress,
    ),
    "android": Rules(
        request=RequestRules(
            method=requests.one_of_six_or_get,
            address=requests.of_any,
            body=requests.android_body,
            timeout=3.0,
            user_agent=_android_user_agent,
            sends_userinfo=False,
        ),
        redirects=RedirectRules(crosses_tls=False, sends_again=False, always_get=True),
        result=results.android_result,
        failed=results.android_failed,
        progress=results.android_progress,
        read_size=2048,
        http_result=lambda answer: responses.text_of(answer) if answer.head.is_ok else "{}",
    ),
    "ios": Rules(
        request=RequestRules(
            method=requests.as_given,
            address=requests.of_text,
            body=requests.ios_body,
            timeout=60.0,
            user_agent=_ios_user_agent,
            referer=_ios_referer,
        ),
        keeps_cookies=lambda options, url, bundle_url: True,
        kind=lambda given: given.lower() if isinstance(given, str) else "",
        result=results.ios_result,
        failed=results.ios_failed,
        progress=results.ios_progress,
        http_options=_ios_http_options,
        http_result=lambda answer: answer.body.decode("utf-8", "replace"),
        http_failed=NIL,
    ),
    "web": Rules(
        request=RequestRules(
            method=requests.one_of_six,
            address=requests.of_web,
            body=requests.web_body,
            content_type="text/plain;charset=UTF-8",
            waits_for_ever=True,
            user_agent=lambda page: str(page.platform.environment["userAgent"]),
            is_browser=True,
        ),
        keeps_cookies=_web_keeps_cookies,
        kind=_web_kind,
        result=results.web_result,
        failed=results.web_failed,
        progress=results.web_progress,
        http_options=_web_http_options,
        http_failed=None,
        level="error",
    ),
}
