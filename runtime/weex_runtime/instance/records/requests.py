"""The record of an HTTP request of a page. Modules make it when the request has ended."""

from __future__ import annotations

from typing import NamedTuple


class FinishedRequest(NamedTuple):
    """An HTTP request that has ended.

    Attributes:
        url: The address of the request, before redirects.
        status: The status of the response; 0 without a response.
        size: Bytes of the body of the response.
        seconds: From the call of the bundle to the end.
        failure: Why there is no response; "" for a response.
    """

    method: str
    url: str
    status: int
    size: int
    seconds: float
    failure: str = ""
