"""Load a bundle, and find the bundle's framework."""

# No `from __future__ import annotations`: NamedTuple would then compile the text of each
# annotation.

import os
import re
from typing import TYPE_CHECKING, NamedTuple

from weex_runtime.engine.frameworks import FRAMEWORKS
from weex_runtime.errors import BundleError, BundleNotFound, UnknownFramework
from weex_runtime.json_values import parse
from weex_runtime.limits import DEFAULTS, Limits, exceeded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from weex_runtime.access.page_access import PageAccess
    from weex_runtime.engine.isolation import Isolation
    from weex_runtime.sources.compiled import Compiled
else:
    Compiled = object

_FETCH_TIMEOUT = 30.0
_PART = 1 << 16  # maximum number of bytes that one read of a file returns

# Two forms of the line that names a bundle's framework: the form that this runtime reads, and the
# stricter form that weex-js-runtime 0.23.7 reads.
_HEADER = re.compile(r"\s*(?://[^\n{]*\n\s*)*//[ \t]*(\{[^\n]*\})[ \t]*(?:\r?\n|$)")
_STRICT_HEADER = re.compile(r"\s*// *(\{[^}]*\}) *\r?\n")
# a scheme has two letters or more; a single letter is a Windows drive
_SCHEME = r"([a-zA-Z][a-zA-Z0-9+.-]+):"
_DIRECTIVE = r"""["']use weex:(\w+)["']"""
_PLAIN_PATH = r"/[\w./~-]*"
_BY_LOWER_CASE = {name.lower(): name for name in FRAMEWORKS}


class Bundle(NamedTuple):
    """A bundle's source and name.

    Attributes:
        source: JS text.
        name: The name in stack traces, like "chat.js".
        url: The bundleUrl.
        framework: "Vue", "Rax", "Weex" (.we) or "Vanilla".
        hint: A sentence about a header that devices parse differently; "" for other headers.
        is_named: The bundle, or the caller that opened it, names the framework. Otherwise the
            framework is "Weex".
        is_given: The caller that opened the bundle named the framework.
        compiled: The result of the compilers if the bundle was compiled from source files.
    """

    source: str
    name: str
    url: str
    framework: str
    hint: str
    is_named: bool = True
    is_given: bool = False
    compiled: Compiled | None = None


def load(
    location: str, limits: Limits = DEFAULTS, access: "PageAccess | None" = None
) -> tuple[str, str]:
    """Read a bundle from a path or an http(s) or file URL.

    Args:
        access: The access of the page that loads the bundle; None if a user gave the location.

    Returns:
        The text and the URL.

    Raises:
        AccessRefused: The access of the page does not include the server or the file.
        BundleNotFound: The bundle does not exist.
        BundleError: The bundle cannot be read, is not text, or is too large; for a bundle that is
            too large, the cause is a LimitExceeded.
    """
    first, *more = location.lstrip().splitlines() or [""]
    if more:
        problem = "expected a path or URL, got the text of a bundle; pass it as source=text"
        raise BundleError(repr(first[:40]), problem)
    found = re.match(_SCHEME, location)
    scheme = found.group(1).lower() if found else "file" if location else ""
    if scheme in ("http", "https"):
        return text_of(_fetch(location, limits, access), location, limits), location
    if scheme == "data":
        problem = "expected a path, or an http, https or file URL, got a data URL"
        raise BundleNotFound(f"{location[:40]}… ({len(location)} characters)", problem)
    if scheme != "file":
        got = f", got one of scheme {scheme!r}; {_lead(location)}" if scheme else ""
        raise BundleNotFound(
            location or "''", f"expected a path, or an http, https or file URL{got}"
        )
    path = _file_of(location) if found else location
    real = access.require_read(path) if access else path
    try:
        with open(real, "rb") as stream:
            data = b"".join(_parts(stream, limits.bundle + 1))
    except (FileNotFoundError, ValueError):  # a path with NUL characters raises a ValueError
        problem = f"no such file ({os.path.abspath(path)}){file_meant(path)}"
        raise BundleNotFound(location, problem) from None
    except OSError as error:
        if os.path.isdir(path):
            problem = "expected a bundle, got a folder; give a .js or .vue file from the folder"
            raise BundleError(location, problem) from None
        raise BundleError(location, f"cannot be read: {error.strerror}") from None
    return text_of(data, location, limits), file_url(path)


def _parts(stream: "BinaryIO", size: int) -> "Iterator[bytes]":
    """Read at most `size` bytes in parts, since one read would reserve memory for `size` bytes."""
    while size > 0 and (part := stream.read(min(size, _PART))):
        size -= len(part)
        yield part


def text_of(data: bytes, location: str, limits: Limits) -> str:
    """Return the text of a bundle.

    Raises:
        BundleError: The bundle is not in UTF-8, or is too large; then the cause is a LimitExceeded.
    """
    if len(data) > limits.bundle:
        exceeds = exceeded(limits, "bundle")
        raise BundleError(location, exceeds.message.partition(": ")[2]) from exceeds
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        problem = f"expected text in UTF-8: byte {error.start} is invalid"
        raise BundleError(location, problem) from None


def file_meant(path: str) -> str:
    """Return a suggestion for an error message, like "; did you mean chat.js?"; "" if no file has a
    similar name.
    """
    from weex_runtime.naming import did_you_mean

    folder, name = os.path.split(path)
    suffix = os.path.splitext(name)[1]
    try:
        there = os.listdir(folder or ".")
    except OSError:
        return ""
    files = [file for file in there if file.endswith((suffix,) if suffix else (".js", ".vue"))]
    question = did_you_mean(name, files)
    return f"; {question}" if question else ""


def file_url(path: str) -> str:
    """Return the file URL of a path, which may be relative to the working folder."""
    path = os.path.abspath(path)
    if re.fullmatch(_PLAIN_PATH, path, re.ASCII):
        return f"file://{path}"
    from pathlib import Path  # importing `pathlib` takes a tenth of a cold start

    return Path(path).as_uri()


def end_of(url: str) -> str:
    """Return the last part of a URL's path, or the whole URL if the path is empty."""
    return url.split("?")[0].split("#")[0].rstrip("/").rpartition("/")[2] or url


def path_of(url: str) -> str:
    """Return the path of a file URL of this machine; "" for other URLs."""
    try:
        return _file_of(url) if url[:5].lower() == "file:" else ""
    except BundleNotFound:
        return ""


def is_source(text: str, name: str, framework: str | None) -> bool:
    """Whether a text must be compiled: a single-file component, or a script that imports
    components.

    Args:
        name: The last part of the text's address.
        framework: The framework that the caller named.
    """
    if name.endswith(".vue"):
        return not _HEADER.match(text)
    if framework and framework.lower() != "vue":
        return False
    if text.lstrip().startswith("<"):
        return bool(framework)
    if not name.endswith((".js", ".ts")) or _HEADER.match(text):
        return False
    if "import" not in text and "require(" not in text:
        return False
    from weex_runtime.instance.bundle.source_kinds import is_entry_script

    return is_entry_script(text, name)


def make_bundle(
    source: str, name: str, url: str, framework: str | None = None, isolation: "Isolation" = "none"
) -> Bundle:
    """Create a `Bundle` from the text of a bundle.

    Args:
        framework: The framework's name in any case; None to use the name in the bundle.
        isolation: "process" to parse a bundle that names no framework in a separate process.

    Raises:
        BundleError: The text is empty, or is not a bundle, or is a bundle that names no framework
            and is not a legacy bundle.
        UnknownFramework: The header names an unknown framework.
    """
    source = source.removeprefix("\ufeff")
    if not source.strip():
        raise BundleError(name, "the bundle is empty")
    if source.lstrip().startswith("<"):
        from weex_runtime.instance.bundle.source_kinds import markup_problem

        if problem := markup_problem(source, name, url):
            raise BundleError(name, problem)
    if "\0" in source:
        raise BundleError(name, "expected JS text, got NUL characters")
    try:
        source.encode()
    except UnicodeEncodeError:
        raise BundleError(name, "expected JS text, got lone surrogates") from None
    if framework:
        return Bundle(source, name, url, _known(framework, name), "", is_given=True)
    named = _detect(source, name, url)
    if named:
        known = _known(named, name)
        return Bundle(source, name, url, known, _hint(source, known))
    from weex_runtime.instance.bundle.source_kinds import is_legacy, unnamed_problem

    if not is_legacy(source) and (problem := unnamed_problem(source, name, isolation)):
        raise BundleError(name, problem)
    return Bundle(source, name, url, "Weex", "", is_named=False)


def _known(framework: str, name: str) -> str:
    known = _BY_LOWER_CASE.get(framework.lower())
    if known is None:
        raise UnknownFramework(name, framework, FRAMEWORKS)
    return known


def _detect(source: str, name: str, url: str) -> str:
    """Return the framework that a bundle names in its query, header or directive; "" for none.

    Source: spec/bridge.md, "Bundle type detection".
    """
    asked = ""
    if "bundleType" in url:
        from weex_runtime.matching.url import query_of

        asked = query_of(url, "bundleType")
    header = _HEADER.match(source)
    if not asked and header:
        try:
            info = parse(header.group(1))
        except ValueError:
            if "framework" in header.group(1):
                raise BundleError(
                    name, f"expected JSON in the first line, got {header.group(1)[:80]}"
                ) from None
            info = {}
        asked = str(info.get("framework", ""))
    if not asked and (directive := re.search(_DIRECTIVE, source)):
        asked = directive.group(1)
    return asked


def _hint(source: str, framework: str) -> str:
    header = _STRICT_HEADER.match(source)
    try:
        strict = parse(header.group(1)).get("framework") if header else "Weex"
    except ValueError:
        strict = "Weex"
    if strict == framework:
        return ""
    return (
        f"opened as {framework}, but a device may take this bundle for {strict!r}: "
        f'make its first line // {{ "framework": "{framework}" }}'
    )


def _file_of(url: str) -> str:
    """Return the path of a file URL.

    Raises:
        BundleNotFound: The URL is malformed, or has a host.
    """
    path = url.removeprefix("file://")
    if re.fullmatch(_PLAIN_PATH, path, re.ASCII) and os.path.normpath(path) == path:
        return path
    from urllib.request import url2pathname  # importing `urllib.request` is slow

    from weex_runtime.matching.url import parse_url

    try:
        parts = parse_url(url)
    except ValueError:
        raise BundleNotFound(url, "expected a file URL like file:///path/app.js") from None
    if parts.hostname:  # the URL parser returns the host "" for localhost and for drives
        raise BundleNotFound(
            url,
            f"expected a file URL like file:///path/app.js, got the host {parts.hostname!r}; "
            f"{_lead(url)}",
        )
    return url2pathname(parts.pathname)


def _lead(url: str) -> str:
    """Explain how to open an address that is neither a file nor on a server."""
    found = re.match("[^:]*://[^/]*/?", url)
    start = found.group() if found else url
    file = "" if found else f", or write ./{url} for a file of that name"
    return f"map the address to a file with url_map={{{start!r}: ...}} or --map '{start}=...'{file}"


def _fetch(url: str, limits: Limits, access: "PageAccess | None") -> bytes:
    from http.client import HTTPException
    from urllib.error import HTTPError

    from weex_runtime.instance.bundle.http_fetch import fetch
    from weex_runtime.matching.url import REQUEST, resolve

    address, problem = resolve(url, "", REQUEST)
    if problem:
        raise BundleNotFound(url, problem)
    try:
        return fetch(address, _FETCH_TIMEOUT, limits, access)
    except HTTPError as error:
        error.close()
        problem = f"the server responded with {error.code} {error.reason}"
    except (OSError, HTTPException) as error:
        from weex_runtime.loop.own_event_loop import stalled_server

        cause = getattr(error, "reason", error)
        reason = getattr(cause, "strerror", None) or cause
        stalled = f"; {stalled_server()}".rstrip("; ")
        problem = f"cannot be fetched: {reason}{stalled}"
    from weex_runtime.instance.bundle.source_kinds import dotwe_advice

    raise BundleNotFound(url, f"{problem}{dotwe_advice(url)}")
