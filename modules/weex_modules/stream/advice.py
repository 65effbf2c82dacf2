"""Advice for users whose request has failed."""

from __future__ import annotations

from weex_modules.stream.http.message import Failure, Kind

_ADVICE: dict[Kind, str] = {
    "lookup": "map the address to another server with url_map or --map",
    "connect": "start the server, or map the address to another with url_map or --map",
    "certificate": "trust its authority with Network(ca_file=...) or --ca-file, or accept any "
    "certificate with verify=False or --insecure",
    "proxy": "name another with Network(proxy=...) or --proxy, '' for none",
    "timeout": "set options.timeout to more milliseconds",
    "redirect": "allow more with Network(max_redirects=...) or --redirects, 0 for none",
    "too big": "subclass StreamModule with a larger max_body",
}


def advised(failure: Failure) -> str:
    """Return the cause of a failure, with advice for the user."""
    advice = _ADVICE.get(failure.kind)
    return f"{failure.cause}; {advice}" if advice else failure.cause
