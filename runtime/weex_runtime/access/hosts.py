"""Rules for hosts, and the normalization of IP addresses, which have several spellings."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import NamedTuple, TypeAlias

from weex_runtime.text_cache import text_cache

Address: TypeAlias = "IPv4Address | IPv6Address"

LOCALHOST = "localhost"

_FORM = "HOST[:PORT], like api.example, *.api.example:443, 10.0.0.0/8 or [::1]:8080"


class HostRule(NamedTuple):
    """A rule HOST[:PORT].

    Attributes:
        text: The rule as written.
        name: The host's name in lower case, a pattern "*.example.com", or "*" for all hosts; "" if
            the rule has an IP address or network.
        network: The IP address or network; None if the rule has a name.
        port: The only port of the rule; None for all ports.
    """

    text: str
    name: str
    network: IPv4Network | IPv6Network | None
    port: int | None

    def covers_name(self, name: str, port: int) -> bool:
        """Whether the rule applies to the name of a host and a port."""
        if not self.name or self.port not in (None, port):
            return False
        if self.name == LOCALHOST:
            return is_localhost(name)
        if self.name.startswith("*"):
            return name.endswith(self.name[1:])
        return name == self.name

    def covers_address(self, address: Address, port: int) -> bool:
        """Whether the rule applies to an address and a port."""
        if self.port not in (None, port):
            return False
        if self.name == LOCALHOST:
            return address.is_loopback
        if self.name == "*":
            return True
        network = self.network
        return network is not None and network.version == address.version and address in network


@text_cache(maxsize=1024)
def host_rule(text: str) -> HostRule:
    """Parse a rule HOST[:PORT].

    Raises:
        ValueError: The text is not a rule; the message shows how to write a rule.
    """
    found = re.fullmatch(r"\[([^\]]*)\](?::(\d+))?|([^:]*)(?::(\d+))?|(.*:.*:.*)", text.strip())
    bracketed, its_port, plain, plain_port, bare = found.groups() if found else (None,) * 5
    host, port = bracketed or plain or bare or "", its_port or plain_port
    if not host or (port and int(port) > 65535):
        raise ValueError(f"expected {_FORM}, got {text!r}")
    number = int(port) if port else None
    if network := _network(host):
        return HostRule(text, "", network, number)
    if host == "*":
        return HostRule(text, "*", None, number)
    name = host_name(host.removeprefix("*."))
    if not name or as_address(name) or "*" in name:
        raise ValueError(f"expected {_FORM}, got {text!r}")
    return HostRule(text, f"*.{name}" if host.startswith("*.") else name, None, number)


@text_cache(maxsize=1024)
def host_name(host: str) -> str:
    """Return the name of a host in the form of the URL Standard; "" for a string that is not a name
    of a host.
    """
    if host == LOCALHOST:
        return host
    from weex_runtime.matching.url import parse_url

    if re.search(r"[/?#@\\\s]", host):
        return ""
    try:
        return parse_url(f"http://{host}/").hostname.removesuffix(".")
    except ValueError:
        return ""


@text_cache(maxsize=1024)
def as_address(host: str) -> Address | None:
    """Return the address that a connection to an IP address reaches; None for a name.

    An IPv6 address loses its zone, and an IPv4-mapped address becomes IPv4. A connection to the
    unspecified address reaches the loopback interface, so the result is the address of this
    interface.
    """
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return None
    address = getattr(address, "ipv4_mapped", None) or address
    if address.is_unspecified:
        return ip_address("127.0.0.1" if address.version == 4 else "::1")
    return address


def is_localhost(name: str) -> bool:
    """Whether a name belongs to the loopback interface (RFC 6761, section 6.3)."""
    return name == LOCALHOST or name.endswith(f".{LOCALHOST}")


def is_near(address: Address) -> bool:
    """Whether an address belongs to this machine or to its local link."""
    return address.is_loopback or address.is_link_local


def _network(host: str) -> IPv4Network | IPv6Network | None:
    """Return the IP address or network that a rule gives as its host; None for a name."""
    if "/" not in host:
        # in the URL Standard, 0x7f.1 is another form of 127.0.0.1
        address = as_address(host) or as_address(host_name(host))
        return ip_network(address) if address else None
    try:
        network = ip_network(host, strict=False)
    except ValueError:
        return None
    mapped = getattr(network.network_address, "ipv4_mapped", None)
    if mapped and network.prefixlen >= 96:
        return ip_network((mapped, network.prefixlen - 96))
    return network
