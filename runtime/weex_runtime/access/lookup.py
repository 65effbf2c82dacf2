"""Name lookup for connections, and a check whether the page may connect to the addresses."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from weex_runtime.access.page_access import PageAccess

# A result of `socket.getaddrinfo`.
AddressInfo: TypeAlias = "tuple[Any, Any, int, str, tuple[Any, ...]]"


def look_up(
    host: str,
    port: int,
    access: PageAccess | None,
    resolve: Callable[[str, int], list[AddressInfo]] | None = None,
) -> list[AddressInfo]:
    """Return the addresses of a host that a page may connect to. Blocks.

    Connect to these addresses without a further lookup, since a second lookup could return other
    addresses, which were not checked.

    Args:
        access: None allows all addresses.
        resolve: Function that looks the name up, in place of the system's lookup.

    Raises:
        AccessRefused: The page may not connect to the host, or to any of its addresses.
        OSError, UnicodeError: The host has no address.
    """
    if access:
        access.require_host(host, port)
    if resolve:
        found = resolve(host, port)
    else:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    if access is None or access.is_open:
        return found
    allowed = access.require_addresses(host, port, [info[4][0] for info in found])
    return [info for info in found if info[4][0] in allowed]


def require_behind_proxy(host: str, port: int, access: PageAccess | None) -> None:
    """Check a host that a proxy connects to. Blocks.

    The proxy looks the host up itself. So only the addresses that a lookup on this machine returns
    can be checked.

    Raises:
        AccessRefused: The page may not connect to the host.
    """
    if access is None or access.is_open:
        return
    access.require_host(host, port)
    try:
        addresses = addresses_of(host)
    except (OSError, UnicodeError):
        return
    access.require_addresses(host, port, addresses)


def create_connection(
    address: tuple[str, int], timeout: Any, access: PageAccess | None
) -> socket.socket:
    """Connect to a host, like `socket.create_connection`: to the first of its addresses that the
    page may reach and that accepts the connection.

    Raises:
        AccessRefused: The page may not connect to the host, or to any of its addresses.
        OSError: The host has no address, or no address accepts a connection.
    """
    problem: OSError | None = None
    for info in look_up(*address, access):
        try:
            return socket.create_connection(info[4][:2], timeout)
        except OSError as error:
            problem = error
    raise problem or OSError("the host has no address")


def addresses_of(name: str) -> list[str]:
    """Return the addresses of a host. Blocks.

    Raises:
        OSError, UnicodeError: The host has no address.
    """
    return [str(info[4][0]) for info in socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)]
