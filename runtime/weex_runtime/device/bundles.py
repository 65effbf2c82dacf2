"""Find, read and compile the bundles of pages."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from os import PathLike
from typing import TYPE_CHECKING, cast

from weex_runtime.errors import BundleNotFound, WeexError
from weex_runtime.instance.bundle.bundle import (
    Bundle,
    end_of,
    file_url,
    is_source,
    load,
    make_bundle,
    path_of,
)

if TYPE_CHECKING:
    from weex_runtime.access.access import Access
    from weex_runtime.access.page_access import PageAccess
    from weex_runtime.engine.isolation import Isolation
    from weex_runtime.json_values import JSONInput
    from weex_runtime.limits import Limits


class Bundles:
    """Base class of `App` that finds, reads and compiles bundles.

    Attributes:
        limits: The limits of each page.
        url_map: {the beginning of an address: the text that replaces it}.
        aliases, defines: The options `aliases` and `defines` of the runtime, as dicts.
        used_addresses: The keys of `url_map` that replaced an address.
        is_offline: `set_offline(True)` was called.
    """

    limits: Limits

    def __init__(self, url_map: Mapping[str, str] | None, access: Access | None) -> None:
        self._access = access
        self.url_map: dict[str, str] = {}
        for address, instead in (url_map or {}).items():
            self.map_url(address, instead)
        self.aliases: dict[str, str] = {}
        self.defines: dict[str, JSONInput] = {}
        self.used_addresses: set[str] = set()
        self.is_offline = False

    def access_from(self, entry: str) -> PageAccess:
        """Return the access of a page.

        Args:
            entry: The address of the first page on the page's stack. If this address is a file, the
                page may by default read files of the same project.
        """
        from weex_runtime.access.page_access import PageAccess  # imported only if needed

        def path() -> str:
            place = self.location_of(entry)
            return path_of(place) if "://" in place else place

        return PageAccess(self._access, path, self.url_map)

    def map_url(self, address: str, instead: str) -> None:
        """Replace an address in all connections and bundles that pages open from now on, like the
        argument `url_map`.

        Args:
            address: The beginning of an address, up to the end of a host or of a path segment.
            instead: The text that replaces this beginning, like the address of a test server.

        Raises:
            WeexError: A value is not a string.
        """
        for value in (address, instead):
            if not isinstance(value, str):
                raise WeexError(
                    'url_map: expected two texts, like map_url("http://api.example", server.url), '
                    f"got {value!r}"
                )
        self.url_map[address] = instead

    def mapped(self, url: str) -> str:
        """Apply `url_map` to an address, and return the address that a page connects to."""
        if not self.url_map:
            return url
        from weex_runtime.matching.url_pattern import map_address

        return map_address(url, self.url_map, self.used_addresses)

    def location_of(self, address: str) -> str:
        """Return the location of the bundle at an address, after `url_map`. If `url_map` replaces
        the address by a path, the query is left out.
        """
        mapped = self.mapped(address)
        path = mapped.partition("#")[0].partition("?")[0]
        return mapped if mapped == address or "://" in path else path

    def _found(
        self, location: str | PathLike[str] | None, source: str | None, name: str | None
    ) -> tuple[str, str, str]:
        """Return the text, name and URL of a bundle."""
        if location is None:
            name = name or "bundle.js"
            return cast(str, source), name, file_url(name)
        asked = str(location)
        mapped = self.location_of(asked)
        source, url = load(mapped, self.limits)
        url = url if mapped == asked else asked
        return source, name or _name_of(mapped, url), url

    def _bundle(
        self,
        source: str,
        name: str,
        url: str,
        framework: str | None,
        isolation: Isolation,
        access: PageAccess | None = None,
    ) -> Bundle:
        """Make a bundle from a string, which may be a single-file component.

        Args:
            access: As for `load_bundle`.
        """
        if not is_source(source, name, framework):
            return make_bundle(source, name, url, framework, isolation)
        from weex_runtime.sources import compile_source  # imported only if needed

        place, access = self.location_of(url), access or self.access_from(url)
        compiled = compile_source(
            source,
            path_of(place) or place,
            lambda address: self._load(self.location_of(address), access),
            access,
            aliases=self.aliases,
            defines=self.defines,
            isolation=isolation,
        )
        bundle = make_bundle(compiled.text, name, url, framework, isolation)
        return bundle._replace(compiled=compiled)

    def load_bundle(
        self,
        address: str,
        framework: str | None = None,
        isolation: Isolation = "none",
        access: PageAccess | None = None,
    ) -> Bundle:
        """Read a bundle for an open page, and compile it if it is a `.vue` source. Blocks; runs on
        a worker.

        Args:
            address: The bundle's URL, to which `url_map` is applied.
            framework, isolation: As for `open`.
            access: The access of the page that loads the bundle; None if a user gave the address.

        Raises:
            AccessRefused: The access of the page does not include the server or the file.
            BundleNotFound: The bundle does not exist, or the device is offline.
            BundleError: The bundle cannot be read, is not a bundle, or does not compile.
        """
        location = self.location_of(address)
        text = self._load(location, access)
        name = _name_of(location, address)
        try:
            return self._bundle(text, name, address, framework, isolation, access)
        finally:
            compilers = sys.modules.get("weex_runtime.sources.compiler")
            if compilers and isolation == "process":
                # End the compiler's process; otherwise the process would outlive this thread.
                compilers.forget("process")

    def _load(self, location: str, access: PageAccess | None) -> str:
        needs_network = location[:5].lower() in ("http:", "https")
        offline = BundleNotFound(location, "cannot be fetched: the device is offline")
        if needs_network and self.is_offline:
            raise offline
        text, _ = load(location, self.limits, access)
        if needs_network and self.is_offline:
            raise offline
        return text


def _name_of(location: str, url: str) -> str:
    """Return the name of a bundle: the last part of its URL. If `url_map` maps the URL to a `.vue`
    file, return the name of this file.
    """
    if not location.endswith(".vue"):
        return end_of(url)
    return end_of(location) if "://" in location else os.path.basename(location)
