"""The rules of access: which hosts pages may connect to, and which files pages may read."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from weex_runtime.errors import WeexError

if TYPE_CHECKING:
    from weex_runtime.access.hosts import HostRule

_FIELDS = ("allow_net", "deny_net", "allow_read", "deny_read")


@dataclass(frozen=True, kw_only=True)
class Access:
    """The hosts and files that bundles may reach. Fields that deny take precedence over fields that
    allow.

    Each field is True for everything, False for nothing, or a list. The lists of hosts are checked
    for the address of each connection, after name lookup, `url_map` and redirects.

    Attributes:
        allow_net, deny_net: Lists of HOST[:PORT]. HOST is a name, "*.example.com" for all names
            below example.com, an IP address, a network like 10.0.0.0/8, or "*". "localhost" stands
            for all addresses of the loopback interface. `allow_net` None means all hosts, under
            pytest those of the loopback interface. Targets of `url_map` are always allowed.
        allow_read, deny_read: Lists of paths of files and folders. Also allowed are the folder of
            the project, node_modules in and above this folder, and paths in `url_map`.

    Raises:
        WeexError: A value is invalid. The message names the field and the expected value.
    """

    # The prefix of option names in messages, as in "--allow-net".
    OPTION: ClassVar[str] = "--"

    allow_net: bool | Iterable[str] | None = None
    deny_net: bool | Iterable[str] = False
    allow_read: bool | Iterable[str | os.PathLike[str]] = False
    deny_read: bool | Iterable[str | os.PathLike[str]] = False

    def __post_init__(self) -> None:
        for name in _FIELDS:
            given = getattr(self, name)
            if not (isinstance(given, bool) or (given is None and name == "allow_net")):
                object.__setattr__(self, name, _listed(name, given))
        self.allowed_hosts, self.denied_hosts  # noqa: B018 reports a wrong rule at once

    def __or__(self, other: Access) -> Access:
        """Combine two accesses: allow the hosts and files that either access allows, except those
        that either access denies.
        """
        joined: dict[str, Any] = {
            name: _joined(getattr(self, name), getattr(other, name)) for name in _FIELDS
        }
        return type(self)(**joined)

    @cached_property
    def allowed_hosts(self) -> tuple[HostRule, ...]:
        """The rules of `allow_net`, if it is a list."""
        return _host_rules("allow_net", self.allow_net)

    @cached_property
    def denied_hosts(self) -> tuple[HostRule, ...]:
        """The rules of `deny_net`, if it is a list."""
        return _host_rules("deny_net", self.deny_net)

    def option(self, name: str, value: str = "") -> str:
        """Return the command-line option that adds a value to the field with this name, like
        "--allow-net=HOST".
        """
        option = f"{self.OPTION}{name.replace('_', '-')}"
        return f"{option}={value}" if value else option


def _listed(name: str, given: object) -> tuple[str, ...] | bool:
    is_list = isinstance(given, Iterable) and not isinstance(given, (str, bytes, os.PathLike))
    values = list(given) if is_list else []  # type: ignore[call-overload]
    types = (str, os.PathLike) if name.endswith("read") else (str,)
    if not is_list or not all(isinstance(value, types) and str(value) for value in values):
        raise WeexError(f"access: {name}: expected True, False or a list of texts, got {given!r}")
    if name.endswith("read"):
        values = [os.path.abspath(value) for value in values]
    return tuple(values) or False


def _joined(one: Any, other: Any) -> bool | tuple[str, ...] | None:
    if one is None or other is None:
        return other if one is None else one  # type: ignore[no-any-return]
    if one is True or other is True:
        return True
    return tuple(dict.fromkeys([*(one or ()), *(other or ())])) or False


def _host_rules(name: str, given: object) -> tuple[HostRule, ...]:
    if not isinstance(given, tuple):
        return ()
    from weex_runtime.access.hosts import host_rule

    try:
        return tuple(map(host_rule, given))
    except ValueError as error:
        raise WeexError(f"access: {name}: {error}") from None
