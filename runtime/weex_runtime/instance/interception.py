"""Types of the hooks with which a test kit takes over the calls, requests and sockets of pages.

The hooks are attributes of the device, and are None until a test kit installs its own. So no
package below the test kit imports the test kit.
"""

# No `from __future__ import annotations`: NamedTuple would then compile the text of each annotation
# at start.
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol, TypeAlias

from weex_runtime.module_api.exports import Export
from weex_runtime.module_api.module import Native

# Hook for a call of a method. Arguments: the page; the module's name or the element's type; the
# method; a function that returns the object and creates the object if needed. Returns the function
# to call with the converted arguments.
CallHook: TypeAlias = "Callable[[Any, str, Export, Callable[[], Native]], Callable[..., Any]]"

# Hook for an HTTP request. Arguments: the page; the request; the object that carries out the
# request. Returns a function to run in the next turn of the loop, or None to send the request
# unchanged.
RequestHook: TypeAlias = (
    "Callable[[Any, RoutedRequest, RequestCarrier], Callable[[], object] | None]"
)

# Hook for a WebSocket. Arguments: the page, and the URL that the bundle passed. Returns a function
# that creates the route of the WebSocket, or None to connect to the server.
SocketHook: TypeAlias = "Callable[[Any, str], SocketRouteMaker | None]"

# Creates the route of a WebSocket. Arguments: the subprotocols that the bundle offered; the page's
# side of the WebSocket; a function that connects to the server and returns the server's route.
SocketRouteMaker: TypeAlias = (
    "Callable[[Sequence[str], SocketSide, Callable[[], SocketRoute]], SocketRoute]"
)


class RoutedRequest(NamedTuple):
    """A request of a page before it is sent.

    Attributes:
        url: The absolute URL that the bundle requested, before `url_map`.
        headers: {name: value}, as the device sends them.
        body: The body as bytes; None without one.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes | None

    @property
    def post_data(self) -> str | None:
        """The body as text; None without a body."""
        return None if self.body is None else self.body.decode("utf-8", "replace")

    @property
    def post_data_json(self) -> Any:
        """Parse the body as JSON; None without a body.

        Raises:
            ValueError: The body is not JSON.
        """
        return None if self.body is None else json.loads(self.body)


class RoutedResponse(NamedTuple):
    """A response of the real server, after redirects.

    Attributes:
        status_text: The reason phrase of the server.
        headers: (name, value) in the order of the server.
        body: The body after decoding of Content-Encoding.
    """

    status: int
    status_text: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def ok(self) -> bool:
        """Whether the status is one of 200 to 299."""
        return 200 <= self.status < 300

    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")

    def json(self) -> Any:
        """Parse the body as JSON.

        Raises:
            ValueError: The body is not JSON.
        """
        return json.loads(self.body)


class RequestCarrier(Protocol):
    """Carries out a request of a page: a test continues, fetches, fulfills or aborts it."""

    def go_on(self, request: RoutedRequest) -> None:
        """Send the request."""

    def fetch(self, request: RoutedRequest) -> RoutedResponse:
        """Send the request and wait for the response; raise WeexError if no response arrives."""

    def fulfill(self, response: RoutedResponse) -> None:
        """Pass a response to the bundle."""

    def abort(self, error: str) -> None:
        """Make the request fail with one of the errors that `Route.abort` lists."""


class SocketSide(Protocol):
    """One end of a socket that a test handles: the page, or the page's server."""

    def deliver(self, message: str | bytes) -> None:
        """Queue a message for the receiver, the page or the server. The message is dropped if the
        receiver has closed the WebSocket.
        """

    def deliver_close(self, code: int | None, reason: str) -> None:
        """Queue a close frame for the receiver, the page or the server. The frame can be the answer
        to a close frame of the receiver. The code None means a close frame without a status code.
        """


class SocketRoute(Protocol):
    """A test's handlers for one end of a WebSocket: one for messages, one for the close frame."""

    def run(self) -> bool:
        """Call the test's handler; return False if the handler raised."""

    def receive(self, message: str | bytes) -> bool:
        """Handle a message of the page or the server. Returns False if the test has no handler for
        messages.
        """

    def receive_close(self, code: int | None, reason: str) -> bool:
        """Handle a close by the page or the server. Returns False if the test has no handler for a
        close. The code 1006 means that no close frame was sent.
        """

    def server_side(self, side: SocketSide) -> "SocketRoute":
        """Return the handlers for the other end, the real server."""
