"""The type of the entries that `Page.busy` and `Module.busy_with` return."""

from __future__ import annotations

from typing import TypedDict


class Busy(TypedDict, total=False):
    """Unfinished work of a page. The further keys depend on the value of `what`:

    - "timer": `id`, the timer's number in JS, "" for a module's timer; `due_in`, in seconds of the
      clock.
    - "worker": `text`, like "stream.fetch GET http://…"; `seconds` on the clock since the worker
      started.
    - "callback": `text`, a callback or event of the next turn, like "the callback of
      storage.getItem" or "event click on 12".
    - "call": `text`, an async method of a module, like "calendar.add".
    - "socket": `url`; `state`, "connecting", "closing" or "sending"; `bytes` that the peer has not
      taken, if it is "sending".
    """

    what: str
    id: str
    due_in: float
    text: str
    seconds: float
    state: str
    url: str
    bytes: int
