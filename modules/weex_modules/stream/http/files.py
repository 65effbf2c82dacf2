"""Answer requests with files, for addresses that `url_map` maps to a folder or file."""

from __future__ import annotations

import os
from mimetypes import guess_type
from typing import TYPE_CHECKING
from urllib.parse import unquote

from weex_modules.stream.http.message import Head, Request, RequestFailed, Response, too_big
from weex_modules.stream.status_text import status_text
from weex_runtime import AccessRefused

if TYPE_CHECKING:
    from weex_runtime.access.page_access import PageAccess


def file_response(
    request: Request, mapped: str, access: PageAccess | None, max_body: int
) -> Response | None:
    """Return a file as the response of a request: 200 with the file, or 404. Return None if the
    address is not a path, or if the first folder of the path does not exist.

    Args:
        mapped: The address of the request after `url_map`.

    Raises:
        RequestFailed: Access to the file is refused, or the file has more than `max_body` bytes.
    """
    path = unquote(mapped.partition("#")[0].partition("?")[0])
    if "://" in mapped or "\0" in path or not _is_in_folder(path):
        return None
    if request.method not in ("GET", "HEAD"):
        return _response(405)
    try:
        real = access.require_read(path) if access else path
    except AccessRefused as error:
        raise RequestFailed("access", str(error)) from None
    try:
        with open(real, "rb") as stream:
            body = stream.read(max_body + 1)
    except OSError:
        return _response(404)
    if len(body) > max_body:
        raise too_big(max_body, os.path.getsize(real))
    kind = guess_type(real)[0] or "application/octet-stream"
    headers = (("Content-Type", kind), ("Content-Length", str(len(body))))
    return _response(200, b"" if request.method == "HEAD" else body, headers)


def _is_in_folder(path: str) -> bool:
    """Return whether the first part of a path, after any "." and "..", is a file or folder."""
    parts = os.path.normpath(path).split(os.sep)
    named = next((at for at, part in enumerate(parts) if part not in ("", "..", ".")), None)
    return named is not None and os.path.exists(os.sep.join(parts[: named + 1]))


def _response(
    status: int, body: bytes = b"", headers: tuple[tuple[str, str], ...] = ()
) -> Response:
    return Response(Head("HTTP/1.1", status, status_text(status), headers), body)
