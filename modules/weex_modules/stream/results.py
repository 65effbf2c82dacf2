"""What the callbacks of `stream` get on each platform.

Source: spec/modules.md, section 2. Where that table and the code of an SDK differ, the code
decided: Android's default adapter hands over no body of an error status.
"""

from __future__ import annotations

from weex_modules.stream import response as responses
from weex_modules.stream.http.message import Answer, Failure
from weex_modules.stream.response import Progress, RunScript, WrongData
from weex_modules.stream.status_text import android_text, any_text, ios_text
from weex_runtime.json_values import JSONValue

Result = dict[str, JSONValue]

ANDROID_PARSE_FAILED = "{'err':'Data parse failed!'}"

# The documentation: every key is always there.


def any_result(answer: Answer, kind: str, run: RunScript) -> tuple[Result, str]:
    data: JSONValue = responses.text_of(answer)
    ok, problem = answer.head.is_ok, ""
    if kind in ("json", "jsonp"):
        try:
            if kind == "jsonp":
                data = responses.any_jsonp(str(data), run)
            else:
                # A status like 204, or HEAD, has no body that could be JSON.
                data = responses.json_of(str(data)) if answer.body else None
        except WrongData as error:
            data, ok, problem = ANDROID_PARSE_FAILED, False, str(error)
    head = answer.head
    return {
        "status": head.status,
        "ok": ok,
        "statusText": any_text(head.status, head.reason),
        "data": data,
        "headers": responses.joined_headers(head),
    }, problem


def any_failed(failure: Failure) -> Result:
    return {
        "status": -1,
        "ok": False,
        "statusText": _code_of(failure),
        "data": failure.cause,
        "headers": responses.joined_headers(failure.head) if failure.head else {},
    }


def any_progress(progress: Progress) -> Result:
    head = progress.head
    return {
        "readyState": progress.state,
        "status": head.status if head else 0,
        "length": progress.length,
        "statusText": any_text(head.status, head.reason) if head else "",
        "headers": responses.joined_headers(head) if head else {},
    }


# Android: a key whose value is null does not reach JS.


def android_result(answer: Answer, kind: str, run: RunScript) -> tuple[Result, str]:
    head, problem = answer.head, ""
    result: Result = {
        "status": head.status,
        "ok": head.is_ok,
        "statusText": android_text(head.status),
        "headers": responses.android_headers(head),
    }
    if head.is_ok:
        text = responses.text_of(answer)
        try:
            data: JSONValue = text
            if kind == "json":
                data = responses.json_of(text) if text else None
            elif kind == "jsonp":
                data = responses.android_jsonp(text)
            if data is not None:
                result["data"] = data
        except WrongData as error:
            problem = str(error)
            result |= {"ok": False, "data": ANDROID_PARSE_FAILED}
    return result, problem


def android_failed(failure: Failure) -> Result:
    if failure.kind == "no url":
        return {"ok": False, "statusText": "ERR_INVALID_REQUEST"}
    result: Result = {"status": -1, "statusText": "ERR_CONNECT_FAILED"}
    if failure.head:
        result["headers"] = responses.android_headers(failure.head)
    return result


def android_progress(progress: Progress) -> Result:
    result: Result = {"readyState": min(progress.state, 2), "length": progress.length}
    if progress.head:
        headers = responses.android_headers(progress.head)
        result |= {"status": progress.head.status, "headers": headers}
    return result


# iOS.

_IOS_STATES: dict[int, Result] = {
    1: {"OPENED": 1},
    2: {"HEADERS_RECEIVED": 2},
    3: {"LOADING": 3},
}

# NSURLError.h: codes, and what localizedDescription makes of them.
_IOS_ERRORS = {
    "url": (-1002, "unsupported URL"),
    "method": (-1000, "bad URL"),
    "header": (-1000, "bad URL"),
    "headers": (-1000, "bad URL"),
    "offline": (-1009, "The Internet connection appears to be offline."),
    "lookup": (-1003, "A server with the specified hostname could not be found."),
    "connect": (-1004, "Could not connect to the server."),
    "proxy": (-1004, "Could not connect to the server."),
    "timeout": (-1001, "The request timed out."),
    "tls": (
        -1200,
        "An SSL error has occurred and a secure connection to the server cannot be made.",
    ),
    "certificate": (
        -1202,
        "The certificate for this server is invalid. You might be connecting to a server that is "
        "pretending to be “{host}” which could put your confidential information at risk.",
    ),
    "redirect": (-1007, "too many HTTP redirects"),
    "encoding": (-1015, "cannot decode raw data"),
    "too big": (-1103, "resource exceeds maximum size"),
    "no http": (-1017, "cannot parse response"),
}
_IOS_LOST = (-1005, "The network connection was lost.")


def ios_result(answer: Answer, kind: str, run: RunScript) -> tuple[Result, str]:
    head, problem = answer.head, ""
    result: Result = {
        "status": head.status,
        "ok": head.is_ok,
        "statusText": ios_text(head.status),
        "headers": responses.ios_headers(head),
    }
    text = responses.strict_text_of(answer)
    if kind in ("json", "jsonp"):
        parse = responses.json_of if kind == "json" else responses.ios_jsonp
        try:
            result["data"] = parse(text or "")
        except WrongData as error:
            problem = str(error) if answer.body else ""
    elif text is not None:
        result["data"] = text
    elif answer.body:
        charset = responses.charset_of(head)
        problem = f"the body is no text of the charset {charset}, so that there is no data"
    return result, problem


def ios_failed(failure: Failure) -> Result:
    if failure.kind in ("no url", "body"):
        return {"status": -1, "ok": False}
    code, description = _IOS_ERRORS.get(failure.kind, _IOS_LOST)
    result: Result = {
        "status": -1,
        "data": f"{description.format(host=failure.host)}({code})",
        "statusText": "ERR_INVALID_REQUEST" if code in (-1000, -1002, -1003) else "",
    }
    if failure.head:
        result["headers"] = responses.ios_headers(failure.head)
    return result


def ios_progress(progress: Progress) -> Result:
    result: Result = {"readyState": _IOS_STATES[progress.state]}
    if progress.kind:
        result["responseType"] = progress.kind
    if progress.head:
        result |= {
            "status": progress.head.status,
            "headers": responses.ios_headers(progress.head),
            "statusText": ios_text(progress.head.status),
            "length": progress.length,
        }
    return result


# H5: XMLHttpRequest, and a script element for jsonp.


def web_result(answer: Answer, kind: str, run: RunScript) -> tuple[Result, str]:
    head = answer.head
    text = "" if kind == "arraybuffer" else responses.text_of(answer)
    data: JSONValue = text
    problem = ""
    try:
        if kind == "jsonp":
            if not head.is_ok:
                raise WrongData(f"the script cannot be loaded: status {head.status}")
            script: Result = {"status": 200, "ok": True, "statusText": "OK"}
            return {**script, "data": responses.web_jsonp(text, run)}, ""
        if kind == "json":
            data = responses.json_of(text)
    except WrongData as error:
        problem = str(error) if answer.body or kind == "jsonp" else ""
        if kind == "jsonp":
            return _WEB_FAILED, problem
        data = None
    if kind == "arraybuffer":
        data = responses.binary_object(answer.body)
    return {
        "status": head.status,
        "ok": head.is_ok,
        "statusText": head.reason,
        "data": data,
        "headers": responses.web_headers(head),
    }, problem


_WEB_FAILED: Result = {"status": -1, "ok": False, "statusText": "", "data": ""}


def web_failed(failure: Failure) -> Result | None:
    return None if failure.kind in ("no url", "method", "type", "headers") else _WEB_FAILED


def web_progress(progress: Progress) -> Result | None:
    head = progress.head
    if progress.state != 3 or head is None or progress.kind == "jsonp":
        return None
    total = head.header("content-length")
    can_tell = total.isdecimal() and not head.header("content-encoding")
    return {
        "readyState": 3,
        "status": head.status,
        "length": progress.length,
        "total": int(total) if can_tell else 0,
        "statusText": head.reason,
        "headers": responses.web_headers(head),
    }


def _code_of(failure: Failure) -> str:
    options = ("no url", "url", "method", "type", "headers", "header", "body")
    return "ERR_INVALID_REQUEST" if failure.kind in options else "ERR_CONNECT_FAILED"
