"""Entries of `Page.busy` and `Module.busy_with`."""

from __future__ import annotations

from typing import TypedDict


class Busy(TypedDict, total=False):
    """One thing under way; which keys there are depends on `what`.

    - "timer": `id` in the bundle's text, "" for a module's own; `due_in` seconds of the clock.
    - "worker": `text`, like "stream.fetch GET http://…"; `seconds` of the clock since it started.
    - "callback": `text` of a callback or event that the next turn runs, like "the callback of
      storage.getItem" or "event click on 12".
    - "call": `text`, an async method of a module, like "calendar.add".
    - "socket": `state`: "connecting", "closing", or "sending" with `bytes` that the peer has not
      taken; `url`.
    """

    what: str
    id: str
    due_in: float
    text: str
    seconds: float
    state: str
    url: str
    bytes: int
