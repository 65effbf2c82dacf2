"""Types of the hooks with which a test kit takes over the calls, requests and sockets of pages.

The hooks are attributes of the device, None until a test kit installs its own. So nothing below the
test kit imports it.
"""

# Annotations are not postponed: a NamedTuple would compile the text of each, at each start.
import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeAlias

if TYPE_CHECKING:
    from weex_runtime.module_api.exports import Export
    from weex_runtime.module_api.module import Native

# Page; module name or element type; method; getter of the object, which may have to be made.
# Returns the function to call with the converted arguments.
CallHook: TypeAlias = "Callable[[Any, str, Export, Callable[[], Native]], Callable[..., Any]]"

# Page, request, and what carries it. Returns a function to run in the next turn of the loop, or
# None to send the request as it is.
RequestHook: TypeAlias = (
    "Callable[[Any, RoutedRequest, RequestCarrier], Callable[[], object] | None]"
)

# Page and the address that the bundle asks for. Returns a maker of the socket's route, or None to
# connect to the server.
SocketHook: TypeAlias = "Callable[[Any, str], SocketRouteMaker | None]"

# Subprotocols that the bundle asks for; the page's side; connects to the server and returns the
# route of the server's side.
SocketRouteMaker: TypeAlias = (
    "Callable[[Sequence[str], SocketSide, Callable[[], SocketRoute]], SocketRoute]"
)


class RoutedRequest(NamedTuple):
    """A request of a page before it is sent.

    Attributes:
        url: Absolute, as the bundle asked for it; `url_map` is not applied.
        headers: {name: value}, as the device sends them.
        body: None for none.
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
        """The body's JSON value; None without a body.

        Raises:
            ValueError: The body is not JSON.
        """
        return None if self.body is None else json.loads(self.body)


class RoutedResponse(NamedTuple):
    """A response of the real server, after redirects.

    Attributes:
        status_text: The server's own phrase.
        headers: (name, value), in the server's order.
        body: Decoded.
    """

    status: int
    status_text: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def ok(self) -> bool:
        """The status is one of 200 to 299."""
        return 200 <= self.status < 300

    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")

    def json(self) -> Any:
        """The body's JSON value.

        Raises:
            ValueError: The body is not JSON.
        """
        return json.loads(self.body)


class RequestCarrier(Protocol):
    """A module's side of a request that a test handles."""

    def go_on(self, request: RoutedRequest) -> None:
        """Send the request."""

    def fetch(self, request: RoutedRequest) -> RoutedResponse:
        """Send the request and wait for the response; WeexError when none comes."""
        raise NotImplementedError

    def fulfill(self, response: RoutedResponse) -> None:
        """Give the bundle this response."""

    def abort(self, error: str) -> None:
        """Let the request fail with one of the errors that `Route.abort` lists."""


class SocketSide(Protocol):
    """One end of a socket that a test handles: the page, or the page's server."""

    def deliver(self, message: str | bytes) -> None:
        """Queue a message for this end; dropped when the end is closed."""

    def deliver_close(self, code: int | None, reason: str) -> None:
        """Queue a close frame for this end, or the answer to its own; None: without a code."""


class SocketRoute(Protocol):
    """A test's side of a socket."""

    def run(self) -> bool:
        """Call the test's handler; False when the handler raised."""
        raise NotImplementedError

    def receive(self, message: str | bytes) -> bool:
        """This end sent a message; False when no handler took it."""
        raise NotImplementedError

    def receive_close(self, code: int | None, reason: str) -> bool:
        """This end closed; code 1006: without a close frame. False when no handler took it."""
        raise NotImplementedError

    def server_side(self, side: SocketSide) -> "SocketRoute":
        """The route of the server behind this one."""
        raise NotImplementedError
