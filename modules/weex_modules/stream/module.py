"""The module `stream`, which sends HTTP requests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from weex_runtime import Callback, KeepAliveCallback, Module, js_method
from weex_runtime.json_values import JSONValue

if TYPE_CHECKING:
    from weex_runtime.module_api.busy import Busy

Options = dict[str, JSONValue]


class StreamModule(Module):
    """Weex `stream`, by the documentation or by the rules of the page's platform.

    Requests run on workers and share connections with all pages of the runtime; `Network` has the
    proxy and the trusted certificates, `url_map` maps addresses to other servers. The final
    callback is called once, after a response or a failure; the end of a page aborts its requests.
    The requests are in page_requests.py, the rules of each platform in platforms/.
    Source: the module's documentation; where it is silent, Android WXStreamModule.java.

    Attributes:
        timeout: Seconds without a byte from the server after which a request without
            `options.timeout` fails.
        max_body: Maximum size of a response's body in bytes; a longer body is a failure.
    """

    name = "stream"
    timeout = 30.0
    max_body = 64 << 20

    def __init__(self) -> None:
        # Import page_requests.py only here, since only pages that call the module need it.
        from weex_modules.stream.page_requests import PageRequests

        self._requests = PageRequests(self)

    @js_method
    def fetch(self, options: Options, done: Callback, progress: KeepAliveCallback) -> None:
        """Send a request.

        Args:
            options: {method = "GET": one of GET, POST, PUT, DELETE, HEAD, PATCH; url: http or
                https, relative to bundleUrl; headers: {name: value}; type = "text": or "json",
                "jsonp"; body: text, ignored for GET and HEAD, sent as
                application/x-www-form-urlencoded unless headers has a Content-Type; timeout:
                milliseconds}.
            done: {status, ok, statusText, data, headers}, once. `data` is a value for "json" and
                "jsonp", else text; a script of "jsonp" runs in a context of its own. A failure has
                status -1, ok false, statusText "ERR_CONNECT_FAILED" or "ERR_INVALID_REQUEST", and
                its cause as `data`. A body that is not JSON gives ok false and `data`
                "{'err':'Data parse failed!'}".
            progress: {readyState: 1 opened, 2 headers received, 3 loading; status, length: bytes
                so far; statusText, headers}; any number of times before `done`.

        Android: an unknown method becomes GET; only POST, PUT and PATCH have a body; the default
            timeout is 3 s; an error status gives no data; a failure has neither ok nor data; the
            header "_" is the status line; readyState stays 2; redirects between http and https, and
            307 and 308 of methods with a body, are not followed.
        iOS: any method is sent unchanged; GET has a body too; an object as body is sent as JSON,
            other types fail; a failure has no ok; invalid JSON gives no data, with ok by the
            status; readyState is an object; cookies are stored.
        H5: no callback without url, for another method or type, and for headers that are not an
            object; a body of GET goes into the query; type "arraybuffer"; default text/plain; no
            timeout; progress with readyState 3 and total only; names of headers in lower case;
            cookies of the bundle's server are stored.
        """
        self._requests.fetch(options or {}, done, progress)

    @js_method(documented=False)
    def sendHttp(self, options: Options, done: Callback) -> None:
        """Send a request, as pages did before `fetch`.

        Args:
            options: {method, url, header, body, timeout}, as in `fetch`.
            done: The body as text, once; "{}" after a failure.

        Android: "{}" for an error status too.
        iOS: the text '"{}"', with quotes, after a failure.
        H5: neither headers nor body are sent; no callback after a failure.
        """
        self._requests.send_http(options or {}, done)

    @js_method(platforms=("ios",), documented=False)
    def fetchWithArrayBuffer(
        self, body: JSONValue, options: Options, done: Callback, progress: KeepAliveCallback
    ) -> None:
        """Send a request like `fetch`, with the bytes of an ArrayBuffer or view as body.

        iOS: a request with an ArrayBuffer or view fails with {status: -1, ok: false}; a request
            without them works like `fetch`.
        """
        from weex_modules.stream.data import bytes_of

        binary = bytes_of(body)
        given = {} if binary is None else {"body": binary}
        self._requests.fetch({**(options or {}), **given}, done, progress)

    def download(self, url: str, done: Callable[[bytes, str], object], max_body: int) -> None:
        """Fetch a file for a component, like the picture of an image.

        Args:
            done: Called on the loop with the body, and the problem ("" for none).
            max_body: Maximum size of the body in bytes.
        """
        self._requests.download(url, done, max_body)

    def busy_with(self) -> Iterator[Busy]:
        """Yield the requests that wait for a test's route handler. The looper lists the requests
        that run on workers.
        """
        for pending in self._requests.pending:
            yield from pending.busy_with()

    def memory_held(self) -> int:
        """Return the number of bytes received of the bodies of requests in progress."""
        return sum(pending.received for pending in self._requests.pending)

    def network_lost(self) -> None:
        """Fail the requests in progress."""
        for pending in self._requests.pending:
            pending.lose_network()

    def destroy(self) -> None:
        """Abort the requests in progress."""
        for pending in self._requests.pending:
            pending.break_off()
