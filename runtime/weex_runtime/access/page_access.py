"""The access of one page: checks hosts and files, and records the refusals."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple, NoReturn

from weex_runtime.errors import AccessRefused

if TYPE_CHECKING:
    from weex_runtime.access.access import Access
    from weex_runtime.access.hosts import Address

_HISTORY = 1_000
# Maximum number of characters of an address in a refusal; valid names and paths are shorter.
_LONGEST = 1_000
_LONGEST_PATH = 5_000  # number of characters; no operating system opens a path of this length

# Folders of the system. Reading them needs a rule that names the folder, even if the project is in
# "/".
_SYSTEM = ("/dev", "/proc", "/sys")


class Refusal(NamedTuple):
    """The refusal of a page's access to a host or file.

    Attributes:
        kind: "net" or "read".
        address: The host and port, with the address if the host has a name, like
            "api.example:443 (10.0.0.5)"; or the real path of a file.
        flag: The option that would allow the access, like "--allow-net=api.example:443"; or the
            option that denies the access, and so overrides all options that allow it.
    """

    kind: Literal["net", "read"]
    address: str
    flag: str

    @property
    def problem(self) -> str:
        """A sentence that says why access is refused, and how to allow it."""
        if "deny" in self.flag.partition("=")[0]:
            return f"access is refused: {self.flag} denies it"
        return f"access is refused; allow it with {self.flag} or Access(allow_{self.kind}=[...])"


class PageAccess:
    """The access of one page.

    Args:
        rules: None allows the whole network, and reading the project.
        entry: Returns the path of the file that the page's user opened; "" for a page of a server.
        url_map: The runtime's `url_map`, whose targets are allowed.

    Attributes:
        refused: The latest 1,000 hosts and files that the page could not reach.
    """

    def __init__(
        self, rules: Access | None, entry: Callable[[], str], url_map: Mapping[str, str]
    ) -> None:
        self.refused: deque[Refusal] = deque(maxlen=_HISTORY)
        self._given = rules
        self._entry = entry
        self._url_map = url_map

    @cached_property
    def rules(self) -> Access:
        """The rules of access that the runtime was given."""
        if self._given is not None:
            return self._given
        from weex_runtime.access.access import Access

        return Access()

    @property
    def is_open(self) -> bool:
        """Whether the page may connect to every host."""
        rules = self._given
        return rules is None or (rules.allow_net in (None, True) and not rules.deny_net)

    def require_host(self, host: str, port: int) -> None:
        """Check a host before its lookup, which would send its name into the network.

        Args:
            host: A name, or an IP address without brackets.

        Raises:
            AccessRefused: The page is not allowed to connect to the host.
        """
        if self.is_open:
            return
        from weex_runtime.access.hosts import as_address

        address = as_address(host)
        if flag := self._net_flag(host, port, address):
            self._refuse("net", _shown(host, port, address), flag)

    def require_addresses(self, host: str, port: int, addresses: list[str]) -> list[str]:
        """Return the addresses of a host that the page is allowed to connect to.

        Raises:
            AccessRefused: The page is not allowed to connect to any of the addresses.
        """
        if self.is_open or not addresses:
            return addresses
        from weex_runtime.access.hosts import as_address

        flags = [self._net_flag(host, port, as_address(given), True) for given in addresses]
        allowed = [given for given, flag in zip(addresses, flags, strict=True) if not flag]
        if not allowed:
            self._refuse("net", _shown(host, port, as_address(addresses[0])), flags[0])
        return allowed

    def require_read(self, path: str) -> str:
        """Return the real path of a file.

        Raises:
            AccessRefused: The page is not allowed to read the file.
        """
        # Shorten a path that is too long for any file, so that the checks are quick. The shortened
        # path is still too long for any file.
        path = path[:_LONGEST_PATH]
        try:
            real = os.path.realpath(path)
        except (OSError, ValueError):  # the path has NUL characters
            real = path
        if flag := self._read_flag(path, real):
            self._refuse("read", real, flag)
        return real

    def may_read(self, path: str) -> bool:
        """Whether the page may read a file; a refusal is added to `refused`."""
        try:
            self.require_read(path)
        except AccessRefused:
            return False
        return True

    # Private methods.

    def _refuse(self, kind: Literal["net", "read"], address: str, flag: str) -> NoReturn:
        # Shorten the address: the page keeps each refusal, and an address can have any length.
        refusal = Refusal(kind, address[:_LONGEST], flag[:_LONGEST])
        self.refused.append(refusal)
        raise AccessRefused(refusal.address, refusal.problem, refusal)

    def _net_flag(
        self, host: str, port: int, address: Address | None, checks_names: bool = False
    ) -> str:
        """Return the command-line option that denies a connection, or that would allow it; "" if
        the connection is allowed.

        Args:
            address: The address of the connection; None before the lookup of a name.
            checks_names: Whether to look up the host names in `deny_net`.
        """
        from weex_runtime.access.hosts import LOCALHOST, is_localhost, is_near

        rules, name = self.rules, _name_of(host)
        if rules.deny_net is True:
            return rules.option("deny_net")
        for rule in rules.denied_hosts:
            if (name and rule.covers_name(name, port)) or (
                address
                and rule.port in (None, port)
                and (
                    rule.covers_address(address, port)
                    or (checks_names and _has_address(rule.name, address))
                )
            ):
                return rules.option("deny_net", rule.text)
        if rules.allow_net in (None, True) or self._is_mapped(host, port):
            return ""
        allowing = rules.option("allow_net", _with_port(name or str(address), port))
        named = any(name and rule.covers_name(name, port) for rule in rules.allowed_hosts)
        if address is None:  # the lookup of "localhost" does not leave the machine
            return "" if named or name == LOCALHOST else allowing
        if any(rule.covers_address(address, port) for rule in rules.allowed_hosts):
            return ""
        if not named:
            return allowing
        # The owner of a name can let the name resolve to any address, even to an address of this
        # machine. So a rule for a name does not cover the servers of this machine.
        if is_near(address) or is_localhost(name):
            return rules.option("allow_net", _with_port(str(address), port))
        return ""

    def _is_mapped(self, host: str, port: int) -> bool:
        """Whether a host is a target of `url_map`."""
        from weex_runtime.matching.url import host_of, parse_url, port_of

        for target in self._url_map.values():
            try:
                parts = parse_url(target)
                if (host_of(parts), port_of(parts)) == (host, port):
                    return True
            # The target is a path, or its scheme is not http, https, ws or wss.
            except (ValueError, KeyError):
                continue
        return False

    def _read_flag(self, path: str, real: str) -> str:
        """Return the command-line option that denies reading a file, or that would allow it; "" if
        the file may be read.
        """
        from weex_runtime.access.project import contains

        rules = self.rules
        if rules.deny_read is True:
            return rules.option("deny_read")
        for denied in rules.deny_read or ():
            if contains(os.fspath(denied), real):
                return rules.option("deny_read", os.fspath(denied))
        return "" if self._is_allowed(path, real) else rules.option("allow_read", real)

    def _is_allowed(self, path: str, real: str) -> bool:
        from weex_runtime.access.project import contains, folders_upwards, is_in_workspace_package

        rules = self.rules
        if rules.allow_read is True:
            return True
        if "\0" in real:
            return False
        if any(contains(os.fspath(place), real) for place in rules.allow_read or ()):
            return True
        root = self._root
        roots = [*self._mapped_paths(), *([root] if root else [])]
        if any(contains(place, real) and not _is_system(real, place) for place in roots):
            return True
        if not root:
            return False
        above = (os.path.join(up, "node_modules") for up in folders_upwards(root))
        return any(os.path.isdir(folder) and contains(folder, real) for folder in above) or (
            is_in_workspace_package(path, real, root)
        )

    @cached_property
    def _root(self) -> str:
        """The root of the project; "" for a page that was loaded from a server."""
        from weex_runtime.access.project import project_root

        entry = self._entry()
        return project_root(entry) if entry else ""

    def _mapped_paths(self) -> Iterator[str]:
        """The files and folders in the values of `url_map`."""
        for target in self._url_map.values():
            if target and "://" not in target:
                yield target.partition("#")[0].partition("?")[0]
            elif target[:7].lower() == "file://":
                from urllib.request import url2pathname

                from weex_runtime.matching.url import normalised, parse_url

                if normalised(target):
                    yield url2pathname(parse_url(target).pathname)


def _name_of(host: str) -> str:
    """Return the host in normal form if it is a name; "" if it is an IP address."""
    from weex_runtime.access.hosts import as_address, host_name

    return "" if as_address(host) else host_name(host) or host


def _shown(host: str, port: int, address: Address | None) -> str:
    name = _name_of(host)
    shown = _with_port(name or str(address), port)
    return f"{shown} ({address})" if name and address else shown


def _with_port(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _has_address(name: str, address: Address) -> bool:
    """Whether the host name of a rule resolves to an address now."""
    from weex_runtime.access.hosts import LOCALHOST, as_address
    from weex_runtime.access.lookup import addresses_of

    if not name or name == LOCALHOST or name.startswith("*"):
        return False
    try:
        return address in map(as_address, addresses_of(name))
    except (OSError, UnicodeError):
        return False


def _is_system(real: str, place: str) -> bool:
    from weex_runtime.access.project import contains

    place = os.path.realpath(place)
    return any(contains(folder, real) and not contains(folder, place) for folder in _SYSTEM)
