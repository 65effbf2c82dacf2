"""The pending work that can change a page without a user's action."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from weex_runtime.instance.instance import Instance
from weex_runtime.loop.looper import Looper
from weex_runtime.loop.own_event_loop import stalled_server
from weex_runtime.module_api.busy import Busy


def busy_of(page: Instance) -> list[Busy]:
    """Return the pending work of a page: sockets, queued callbacks, async calls, work on threads,
    and timers in the order of their due times.

    Work on threads without a known page counts for every page. An open silent socket is not listed.
    """
    if page.is_ended:
        return []
    found: list[Busy] = []
    for module in page.modules.in_use():
        try:
            found.extend(module.busy_with())
        except Exception as error:
            # Report only the first failure of each module's `busy_with`.
            if (origin := f"{module.name}.busy_with") not in page.said:
                page.said.add(origin)
                page.add_failure(origin, error)
    found.extend({"what": "callback", "text": text} for text in page.tasks.queued())
    calls = page.coroutines.running() if "coroutines" in vars(page) else []
    found.extend({"what": "call", "text": text} for text in calls)
    clock = page.looper.clock.now()
    for job in page.looper.jobs():
        if job.owner in (None, page):
            found.append({"what": "worker", "text": job.what, "seconds": clock - job.since})
    timers = sorted(page.timers.running(), key=lambda timer: timer[1])
    found.extend(
        {"what": "timer", "id": _id_of(key), "due_in": max(0.0, due - clock)} for key, due in timers
    )
    return found


def in_words(busy: Iterable[Busy]) -> str:
    """Return the entries as text: "timer 3 due in 28.4 s, socket connecting to ws://…"."""
    return ", ".join(_words(entry) for entry in busy)


def why_busy(page: Instance) -> str:
    """Return the line of a timeout's message with the reason why the page is busy."""
    words = in_words(busy_of(page))
    if page.is_ended:
        return "the page has ended"
    virtual = " (time moves with clock.run_for only)" if page.looper.clock.virtual else ""
    state = f"the page is busy: {words}{virtual}" if words else "the page is not busy"
    if opened := page.stack.dialogs.open:
        kind, message, *_ = opened[0].dialog
        state += f"; a dialog is open: {kind} {message!r}: page.answer_dialogs(True) accepts it"
    if page.runtime.is_in_background:
        state += "; the app is in the background: runtime.foreground() brings it back"
    stalled = stalled_server(page.looper)
    return f"{state}; {stalled}" if stalled else state


def why_pages_are_busy(pages: Iterable[Instance], looper: Looper) -> list[str]:
    """Return a line for each busy page, and a line about a server that cannot answer."""
    described = [(page, in_words(busy_of(page))) for page in pages]
    busy = [f"page {page.id} ({page.name}): {words}" for page, words in described if words]
    stalled = stalled_server(looper)
    return [*busy, stalled] if stalled else busy


def _words(entry: Busy) -> str:
    what = entry["what"]
    if what == "timer":
        name = f"timer {entry['id']}" if entry["id"] else "timer"
        return f"{name} due in {_shown(entry['due_in'])} s"
    if what == "worker":
        return f"{entry['text']} for {_shown(entry['seconds'])} s"
    if what == "socket":
        sending = f" {entry['bytes']} bytes" if "bytes" in entry else ""
        to = "to " if entry["state"] in ("connecting", "sending") else ""
        return f"socket {entry['state']}{sending} {to}{entry['url']}"
    return f"{entry['text']} {'is queued' if what == 'callback' else 'waits'}"


def _shown(seconds: float) -> str:
    return f"{round(seconds, 1 if seconds >= 1 else 3):.9g}"


def _id_of(key: Hashable) -> str:
    """Return the JS id of a timer from its key in `PageTimers`. For module `timer`, the key is a
    pair of a kind and the id.
    """
    if isinstance(key, tuple):
        return str(key[-1])
    return str(key) if isinstance(key, (int, str)) else ""
