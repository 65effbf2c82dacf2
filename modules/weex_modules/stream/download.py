"""Download a file for a component, like the picture of an image."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from weex_modules.stream.advice import advised
from weex_modules.stream.http.message import RequestFailed, Response
from weex_modules.stream.page_requests import PageRequests, name_of
from weex_modules.stream.pending_request import PendingRequest
from weex_modules.stream.platforms import rules_of
from weex_modules.stream.request import make_request

if TYPE_CHECKING:
    from weex_runtime.instance import Instance


def download(
    page: Instance,
    requests: PageRequests,
    url: str,
    done: Callable[[bytes, str], object],
    *,
    max_body: int,
    timeout: float,
) -> None:
    """Fetch a file; `done` gets the body and the problem, as for `StreamModule.download`."""
    rules = rules_of(page.platform.name)

    def refuse(problem: str) -> None:
        page.looper.call_soon(lambda: done(b"", problem))

    try:
        request = make_request(page, rules, {"url": url}, None, timeout)
    except RequestFailed as error:
        refuse(error.failure.cause)
        return
    if refusal := page.connections.refusal():
        refuse(refusal)
        return
    name = name_of(request)

    def finish(
        pending: PendingRequest, response: Response | None, error: BaseException | None, _: float
    ) -> None:
        requests.forget(pending)
        if response is None:
            problem = f"{type(error).__name__}: {error}"
            if isinstance(error, RequestFailed):
                problem = advised(error.failure)
            requests.trace(f"← {name} failed: {problem}")
            done(b"", problem)
            return
        status = f"{response.head.status} {response.head.reason}".strip()
        requests.trace(f"← {name} {status} ({len(response.body)} bytes)")
        if response.head.is_ok:
            done(response.body, "")
        else:
            done(b"", f"the server responded with {status}")

    pending = PendingRequest(
        page,
        request,
        f"picture {name}",
        rules=rules,
        keeps_cookies=False,
        max_body=max_body,
        read=lambda response: response,
        progress=None,
        done=finish,
    )
    requests.begin(pending, name)
