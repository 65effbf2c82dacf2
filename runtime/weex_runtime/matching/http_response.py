"""Read HTTP responses and skip interim responses."""

from __future__ import annotations

from http.client import HTTPException, HTTPResponse, parse_headers

_MAX_INTERIMS = 100


class FinalResponse(HTTPResponse):
    """An `HTTPResponse` that skips interim responses (1xx except 101); http.client skips 100 only.

    Source: RFC 9110, section 15.2.
    """

    def _read_status(self) -> tuple[str, int, str]:
        for _ in range(_MAX_INTERIMS + 1):
            version, status, reason = super()._read_status()  # type: ignore[misc]
            if not 100 <= status < 200 or status == 101:
                return version, status, reason
            parse_headers(self.fp)
        raise HTTPException(f"more than {_MAX_INTERIMS} interim responses and no final one")
