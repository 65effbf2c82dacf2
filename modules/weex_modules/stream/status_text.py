"""The names of HTTP statuses. Source: IANA, HTTP Status Code Registry (RFC 9110, section 16.2)."""

from __future__ import annotations

# Names of statuses that `http.HTTPStatus` spells differently in some versions of Python.
_OTHERS = {
    413: "Payload Too Large",
    414: "URI Too Long",
    416: "Range Not Satisfiable",
    418: "I'm a teapot",
    422: "Unprocessable Entity",
}


def status_text(status: int) -> str:
    """Return the name of a status; "" if it is unknown."""
    from http import HTTPStatus  # imported here, since the import takes a millisecond

    if status in _OTHERS:
        return _OTHERS[status]
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
