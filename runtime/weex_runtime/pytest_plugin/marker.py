"""`@pytest.mark.weex(...)`: the page that a test opens and the device that it opens on."""

from __future__ import annotations

import os
from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import Any

import pytest

from weex_runtime.pytest_plugin.options import CLOCKS, DOCUMENTED, PLATFORMS

_OF_RUNTIME = ("clock", "modules", "storage", "strict")
_OF_PAGE = ("bundle", "source", "viewport", "config")
_KNOWN = (*_OF_PAGE, "platform", *_OF_RUNTIME, "tls", "allow_errors")
# What a value has to be, as a message says it.
_TYPES: dict[str, tuple[tuple[type, ...], str]] = {
    "bundle": ((str, PathLike), "a path or URL"),
    "source": ((str,), "the text of a bundle"),
    "viewport": ((tuple, list), "(width, height)"),
    "config": ((Mapping,), "a dict"),
    "modules": ((tuple, list), "a list of module classes"),
    "strict": ((bool,), "True or False"),
    "tls": ((bool,), "True or False"),
    "allow_errors": ((bool,), "True or False"),
}
_WAYS_TO_NAME_A_PAGE = ("bundle", "source")


class Marked:
    """What the markers of a test say together; where several say a thing, the nearest counts."""

    def __init__(self, item: pytest.Item) -> None:
        self._item = item
        self._values: dict[str, Any] = {}
        for mark in reversed(list(item.iter_markers("weex"))):
            if any(way in mark.kwargs for way in _WAYS_TO_NAME_A_PAGE):
                for way in _WAYS_TO_NAME_A_PAGE:
                    self._values.pop(way, None)
            self._values.update(mark.kwargs)

    def require_valid(self) -> None:
        """Fail the test when it has a marker that says nothing that can be done."""
        for mark in self._item.iter_markers("weex"):
            if mark.args:
                _refuse(f"takes names only, like bundle={mark.args[0]!r}")
            for name in mark.kwargs:
                if name not in _KNOWN:
                    _refuse(f"has no argument {name!r}; it takes {', '.join(_KNOWN)}")
            for name, value in mark.kwargs.items():
                types, words = _TYPES.get(name, ((object,), ""))
                if value is not None and not isinstance(value, types):
                    _refuse(f"takes {name} as {words}, not {value!r}")
            if all(way in mark.kwargs for way in _WAYS_TO_NAME_A_PAGE):
                _refuse("takes bundle or source, not both")
        for platform in self.platforms or (self._values.get("platform"),):
            _require_one_of("platform", platform, PLATFORMS)
        _require_one_of("clock", self._values.get("clock"), CLOCKS)

    @property
    def platforms(self) -> tuple[str, ...]:
        """The devices that it names, whatever the command line asks for; () if it names none."""
        named = self._values.get("platform", ())
        if isinstance(named, (list, tuple)):
            return tuple(dict.fromkeys(named))
        return (named or DOCUMENTED,)

    @property
    def allow_errors(self) -> bool:
        """The test expects uncaught JS errors and lost handlers."""
        return bool(self._values.get("allow_errors"))

    @property
    def tls(self) -> bool:
        """The servers of the test have TLS, and its pages trust them."""
        return bool(self._values.get("tls"))

    def runtime_options(self) -> dict[str, Any]:
        """Arguments of `Runtime`."""
        options = {name: self._values[name] for name in _OF_RUNTIME if name in self._values}
        if self.tls:
            from weex_runtime.network import Network
            from weex_runtime.testing.throwaway_ca import throwaway_ca

            options["network"] = Network(ca_file=throwaway_ca().ca_file)
        return options

    def page_options(
        self, location: str | PathLike[str] | None, options: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Arguments of `Runtime.open`: the marker's, and over them what the test gives.

        Args:
            location: Path or URL of the bundle; None: `source` of the options, or the marker's.
            options: Arguments of `Runtime.open`; fields of `config` are put over the marker's.
        """
        merged: dict[str, Any] = {}
        if "viewport" in self._values:
            merged["viewport"] = self._values["viewport"]
        if location is None and options.get("source") is None:
            if "source" in self._values:
                merged["source"] = self._values["source"]
            location = self._values.get("bundle")
        if location is None and options.get("source", merged.get("source")) is None:
            pytest.fail(
                "no page to open: say which with @pytest.mark.weex(bundle='chat.js') or "
                "new_weex_page('chat.js')",
                pytrace=False,
            )
        merged.update(options)
        config = options.get("config") or {}
        if isinstance(config, Mapping):  # else `Runtime.open` says what it takes
            merged["config"] = {**(self._values.get("config") or {}), **config}
        if location is not None:
            merged["location"] = self._found(os.fspath(location))
        return merged

    def _found(self, location: str) -> str:
        """The file of a bundle's path: relative to the test's file, else to the rootdir."""
        if "://" in location:
            return location
        item = self._item
        tried = list(dict.fromkeys([item.path.parent / location, item.config.rootpath / location]))
        for path in tried:
            if path.is_file():
                return str(path)
        from weex_runtime.errors import BundleNotFound

        looked = " nor ".join(str(path) for path in tried)
        looked = f"neither {looked}" if len(tried) > 1 else looked
        raise BundleNotFound(location, f"there is no such file: {looked}{_meant(tried)}")


def _meant(tried: list[Path]) -> str:
    """The file of a like name beside one that is not there, as a message says it; "" for none."""
    from difflib import get_close_matches

    for path in tried:
        if path.parent.is_dir():
            names = [file.name for file in path.parent.iterdir() if file.suffix in (".js", ".vue")]
            if near := get_close_matches(path.name, names, 1):
                return f"; did you mean {near[0]}?"
    return ""


def _require_one_of(name: str, value: object, allowed: tuple[str, ...]) -> None:
    if value is not None and value not in allowed:
        _refuse(f"takes {name} as one of {', '.join(allowed)}, not {value!r}")


def _refuse(problem: str) -> None:
    pytest.fail(f"@pytest.mark.weex {problem}", pytrace=False)
