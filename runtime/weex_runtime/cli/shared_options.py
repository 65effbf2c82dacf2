"""Options that several commands have. The options that limit which hosts and files a page may
reach have the names of Deno's options.
"""

from __future__ import annotations

import argparse
from argparse import ArgumentTypeError
from typing import TYPE_CHECKING

from weex_runtime.cli import option_types as types
from weex_runtime.cli.parser import Parser

if TYPE_CHECKING:
    from weex_runtime.access.access import Access

NAMES = ("allow_net", "deny_net", "allow_read", "deny_read")
TEST_ENDS = (".test.js", ".spec.js", ".test.ts", ".spec.ts")  # endings of JS test files


def add_source_options(parser: Parser) -> None:
    """Declare the options for compiling .vue sources."""
    parser.fields(
        "--define NAME=VALUE",
        "a constant of .vue sources, like API=http://a.b or process.env.NODE_ENV=production",
        type=types.define,
    )
    parser.fields(
        "--alias NAME=DIR",
        "the beginning of imports of .vue sources, and the folder of the project that it means",
        type=types.alias,
    )
    parser.option("--no-cache", "compile .vue sources again, without the cache on disk")


def add_fault_options(parser: Parser) -> None:
    """Declare the options for faults of the network."""
    parser.repeatable(
        "--fault TEXT",
        "make the network fail, like 'drop after 3 messages' or 'refuse for **/chat once' "
        "(docs/faults.md)",
        type=types.fault,
    )
    help = "the seed of random faults; default: a random number"
    parser.option("--seed N", help, type=types.integer(0))


def add_access_options(parser: Parser, *, net: str = "all hosts") -> None:
    """Declare the options `--allow-net`, `--deny-net`, `--allow-read` and `--deny-read`.

    Args:
        net: The hosts that bundles may connect to without these options.
    """
    parser.optional_value(
        "--allow-net HOST[:PORT],...",
        f"the hosts that bundles may connect to, also as addresses and networks (no value: "
        f"all; default: {net}); write the value with =",
        type=_hosts,
    )
    parser.optional_value(
        "--deny-net HOST[:PORT],...",
        "hosts that bundles may not connect to (no value: all); overrides --allow-net",
        type=_hosts,
    )
    parser.optional_value(
        "--allow-read PATH,...",
        "files and folders that bundles may read besides their project (no value: all)",
        type=_paths,
    )
    parser.optional_value(
        "--deny-read PATH,...",
        "files and folders that bundles may not read (no value: all); overrides --allow-read",
        type=_paths,
    )


def access_of(args: argparse.Namespace) -> Access | None:
    """Return the hosts and files that the options allow or deny; None without options."""
    given = {name: getattr(args, name) for name in NAMES if getattr(args, name)}
    if not given:
        return None
    from weex_runtime.access.access import Access

    return Access(**{name: True if "" in values else values for name, values in given.items()})


def _hosts(text: str) -> list[str]:
    from weex_runtime.access.hosts import host_rule

    hosts = text.split(",")
    try:
        for host in filter(None, hosts):
            host_rule(host)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from None
    return hosts


def _paths(text: str) -> list[str]:
    return text.split(",")
