"""`@pytest.mark.weex(...)`: options of the page that a test opens, and of its device."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from weex_runtime.pytest_plugin.options import DOCUMENTED, PLATFORMS

if TYPE_CHECKING:
    from weex_runtime.device.options import Option
    from weex_runtime.module_api.network import Network
    from weex_runtime.module_dev.loader import Classes

_DICTS = ("config", "env")  # options that are objects: their fields from all markers are merged

# The key in `config.stash` for {path of a Python file: its modules and components}. Because of this
# cache each file runs only once in a test run.
_LOADED = pytest.StashKey[dict[str, "Classes"]]()


class Marked:
    """The options of all markers of a test; inner markers override outer ones."""

    def __init__(self, item: pytest.Item) -> None:
        self._item = item
        self._values: dict[str, Any] = {}
        for mark in reversed(list(item.iter_markers("weex"))):
            ways = {"bundle", "source"}
            if ways & mark.kwargs.keys():  # a marker replaces the page of an outer marker
                self._values = {k: v for k, v in self._values.items() if k not in ways}
            self._values.update(mark.kwargs)

    def require_valid(self) -> None:
        """Fail the test if a marker has an unknown argument or an invalid value."""
        known = _known_options()
        for mark in self._item.iter_markers("weex"):
            if mark.args:
                self._refuse(f"takes arguments by name, like bundle={mark.args[0]!r}")
            for name, value in mark.kwargs.items():
                if name not in known:
                    self._refuse(self._unknown(name, known))
                takes, words = known[name]
                if not takes(value):
                    from weex_runtime.naming import brief

                    self._refuse(f"{self._shown(name)}: expected {words}, got {brief(value)}")
            if {"bundle", "source"} <= mark.kwargs.keys():
                self._refuse("takes bundle or source, not both")

    @property
    def platforms(self) -> tuple[str, ...]:
        """Return the devices that the markers name, which override the devices of the command line.
        Return () if no marker names a device.
        """
        named = self._values.get("platform", ())
        if isinstance(named, (list, tuple)):
            return tuple(dict.fromkeys(named))
        return (named or DOCUMENTED,)

    @property
    def allow_errors(self) -> bool:
        return bool(self._values.get("allow_errors"))

    @property
    def tls(self) -> bool:
        return bool(self._values.get("tls"))

    def runtime_options(self, limits: Mapping[str, float]) -> dict[str, Any]:
        """Return the arguments of `Runtime`.

        Args:
            limits: {limit: value} of the command line and the ini file, which markers override.
        """
        from weex_runtime.device.options import RUNTIME

        options = {
            name: value
            for name, value in self._values.items()
            if name in RUNTIME and name != "platform"
        }
        for kind in ("modules", "components"):
            if kind in options:
                options[kind] = self._classes(kind, options[kind])
        for name in ("network", "access"):
            if name in options:
                options[name] = self._made(name, options[name])
        if limits:
            own = options.get("limits") or {}
            options["limits"] = {**limits, **(own if isinstance(own, Mapping) else own._asdict())}
        if self.tls:
            options["network"] = self._trusting(options.get("network"))
        return options

    def page_options(
        self, location: str | PathLike[str] | None, options: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Return arguments of `Runtime.open`: the options of the marker, overridden by arguments of
        the test.

        Args:
            location: Path or URL of the bundle; None to open `source` of the options or the marker.
            options: Arguments of `Runtime.open`; fields of `config` and `env` are merged.
        """
        from weex_runtime.device.options import PAGE, RUNTIME

        merged: dict[str, Any] = {
            name: value
            for name, value in self._values.items()
            if name in PAGE and name not in (*RUNTIME, "bundle", "source")
        }
        if location is None and options.get("source") is None:
            if "source" in self._values:
                merged["source"] = self._values["source"]
            location = self._values.get("bundle")
        if location is None and options.get("source", merged.get("source")) is None:
            pytest.fail(
                "no page to open: name a bundle, as in @pytest.mark.weex(bundle='chat.js'), "
                "new_weex_page('chat.js') or, in JS, openPage('chat.js')",
                pytrace=False,
            )
        merged.update(options)
        for name in _DICTS:
            given = options.get(name) or {}
            if isinstance(given, Mapping):  # `Runtime.open` rejects all other values
                merged[name] = {**(self._values.get(name) or {}), **given}
        if "network" in merged:
            merged["network"] = self._made("network", merged["network"])
        if location is not None:
            # `Runtime.open` rejects a location that is not a string or a path
            if isinstance(location, (str, os.PathLike)):
                location = self._found(os.fspath(location))
            merged["location"] = location
        return merged

    def _classes(self, kind: str, given: Iterable[Any]) -> list[Any]:
        """Return classes of modules or components; a path is replaced by the classes of its
        file.
        """
        from weex_runtime.errors import ModuleFileError
        from weex_runtime.module_dev.loader import ModuleFile

        found: list[Any] = []
        for entry in given:
            if not isinstance(entry, (str, os.PathLike)):
                found.append(entry)
                continue
            files = self._item.config.stash.setdefault(_LOADED, {})
            path = self._beside(os.fspath(entry))
            if path not in files:
                try:
                    files[path] = ModuleFile(path).load()
                except ModuleFileError as error:
                    self._refuse(f"{kind}: {error}")
            loaded = files[path]
            classes: list[Any] = loaded.modules if kind == "modules" else loaded.components
            if not classes:
                self._refuse(f"{kind}: {entry} has no {kind}")
            found += classes
        return found

    def _beside(self, location: str) -> str:
        """Find a Python file beside the test file or in the rootdir. Returns the path, followed by
        ":" and the names of classes if `location` has names.
        """
        path = location.rpartition(":")[0]
        path = path if path.endswith(".py") else location
        tried = self._tried(path)
        found = next(filter(Path.is_file, tried), tried[0])
        return f"{found}{location.removeprefix(path)}"

    def _made(self, option: str, given: Any) -> Any:
        """Return the option `network` or `access` as an object of its class. A test in JS gives the
        arguments of the class as an object; paths are relative to the test's file.
        """
        if not isinstance(given, Mapping):
            return given
        from dataclasses import fields

        from weex_runtime import Access, Network
        from weex_runtime.errors import WeexError
        from weex_runtime.naming import snake_case

        cls: Any = Network if option == "network" else Access
        values = {snake_case(str(name)): value for name, value in given.items()}
        known = [field.name for field in fields(cls)]
        for name in values.keys() - known:
            self._refuse(f"{option}: {self._unknown(name, known)}")
        for name, value in values.items():
            if name in ("allow_read", "deny_read") and isinstance(value, list):
                folder = self._item.path.parent
                values[name] = [os.path.join(folder, str(path)) for path in value]
        try:
            return cls(**values)
        except WeexError as error:
            self._refuse(str(error))

    def _trusting(self, network: Network | None) -> Network:
        """Return a network that trusts the certificates of the test's servers."""
        from dataclasses import replace

        from weex_runtime.module_api.network import Network
        from weex_runtime.servers.certificates import throwaway_ca

        if network and network.ca_file is not None:
            self._refuse("takes tls=True or a network with ca_file, not both")
        return replace(network or Network(), ca_file=throwaway_ca().ca_file)

    def _shown(self, name: str) -> str:
        """Return the name of an argument in the language of the test: camelCase for JS."""
        if not self._is_js:
            return name
        from weex_runtime.naming import camel_case

        return camel_case(name)

    def _unknown(self, name: str, known: Iterable[str]) -> str:
        from weex_runtime.naming import did_you_mean

        shown = sorted(map(self._shown, known))
        advice = did_you_mean(self._shown(name), shown, f"it takes {', '.join(shown)}", show=repr)
        return f"has no argument {self._shown(name)!r}; {advice}"

    def _refuse(self, problem: str) -> NoReturn:
        marker = getattr(self._item, "marker_name", "@pytest.mark.weex")
        if self._is_js:
            problem = problem.replace("True or False", "true or false")
        # `from None` removes the exception that is being handled, which pytest would show too.
        raise pytest.fail.Exception(f"{marker} {problem}", pytrace=False) from None

    @property
    def _is_js(self) -> bool:
        return hasattr(self._item, "marker_name")

    def _found(self, location: str) -> str:
        """Return the path of a bundle beside the test file or in the rootdir."""
        if "://" in location or "\n" in location:
            return location
        tried = self._tried(location)
        if found := next(filter(Path.is_file, tried), None):
            return str(found)
        from weex_runtime.errors import BundleError, BundleNotFound
        from weex_runtime.instance.bundle.bundle import file_meant

        if folder := next(filter(Path.is_dir, tried), None):
            problem = f"expected a bundle, got the folder {folder}; name a .js file in it"
            raise BundleError(location, problem)
        looked = " nor ".join(map(str, tried))
        looked = f"neither {looked}" if len(tried) > 1 else looked
        meant = next(filter(None, (file_meant(str(path)) for path in tried)), "")
        raise BundleNotFound(location, f"the file does not exist: {looked}{meant}")

    def _tried(self, location: str) -> list[Path]:
        """Return the paths beside the test file and in the rootdir where a file is looked for."""
        folders = (self._item.path.parent, self._item.config.rootpath)
        return list(dict.fromkeys(folder / location for folder in folders))


def _known_options() -> dict[str, Option]:
    """Return the valid arguments of the marker: options of `Runtime` and of `Runtime.open`, and
    options that only the marker has.
    """
    from weex_runtime.device.options import PAGE, RUNTIME

    options = {"bundle": PAGE["location"], **PAGE, **RUNTIME}
    del options["location"]
    for kind in ("module", "component"):
        words = f"a list of {kind} classes or of paths of Python files with {kind}s"
        options[f"{kind}s"] = RUNTIME[f"{kind}s"][0], words
    for name in ("network", "access"):
        takes, words = RUNTIME[name]
        options[name] = _or_mapping(takes), f"{words}, or a dict of its arguments"
    options["platform"] = _names_platforms, f"one or a list of {', '.join(PLATFORMS)}"
    options["tls"] = options["allow_errors"] = RUNTIME["strict"]
    return options


def _or_mapping(takes: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, Mapping) or takes(value)


def _names_platforms(value: object) -> bool:
    names = value if isinstance(value, (list, tuple)) else [value or DOCUMENTED]
    return bool(names) and all(name in PLATFORMS for name in names)
