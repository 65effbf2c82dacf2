"""The record of a page's HTTP request, which a module makes when the request has ended."""

from __future__ import annotations

from typing import NamedTuple


class FinishedRequest(NamedTuple):
    """An HTTP request that has ended.

    Attributes:
        url: The address of the request, before redirects.
        status: The status of the response; 0 without a response.
        size: Bytes of the body of the response.
        seconds: The time from the bundle's call to the end of the request.
        failure: The cause of a missing response; "" if there is a response.
    """

    method: str
    url: str
    status: int
    size: int
    seconds: float
    failure: str = ""
