"""Module resolution: finds the file that an import names."""

from __future__ import annotations

import os
import posixpath
from typing import Any

from weex_runtime.errors import AccessRefused, BundleError
from weex_runtime.json_values import parse
from weex_runtime.sources.compiler import Place
from weex_runtime.sources.files import ProjectFiles, RemoteFiles

# Modules of Node.js, except modules that npm packages for browsers replace, like `events`.
_OF_NODE = frozenset(
    ("child_process", "cluster", "dns", "fs", "http", "https", "http2", "module", "net", "os")
    + ("path", "readline", "tls", "vm", "worker_threads", "zlib", "crypto", "stream")
)
EXTENSIONS = (".js", ".vue", ".json", ".ts")
# Extensions of files for which an import returns the file's address, not its content.
ASSETS = (
    *(".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".bmp", ".ico"),
    *(".ttf", ".otf", ".woff", ".woff2", ".eot", ".mp3", ".mp4", ".ogg", ".wav", ".webm"),
)
# Returned in place of a path for a file that package.json leaves out of bundles for browsers.
EMPTY = "(empty)"

# Conditions of `exports` in package.json that apply to bundles; the first that package.json lists
# is used.
_CONDITIONS = ("import", "module", "browser", "require", "default")


class Resolver:
    """Resolver for the imports of one bundle.

    Args:
        aliases: See `Settings.aliases`.
    """

    def __init__(self, files: ProjectFiles | RemoteFiles, aliases: dict[str, str]) -> None:
        self._files = files
        self._aliases = {alias.rstrip("/"): folder for alias, folder in aliases.items()}

    def find(self, name: str, base: str, line: int) -> str:
        """Return the path of the file that an import names.

        Args:
            name: The name in the import.
            base: The path of the file that contains the import.
            line: The number of the line with the import.

        Raises:
            SourceError: The imported file does not exist, or is outside the project.
        """
        files, place = self._files, Place(base, self._files.show(base), line)
        path = self.path(name, base)
        found = self._browser_file(name, base)
        if not found:
            found = self._file_or_folder(path) if path else _unlinked(self._package(name, base))
            found = self._browser_file("", found) or found
        if not found:
            error = place.error(self._missing(name, base))
            if path:
                error.missing = tuple(path + extension for extension in ("", *EXTENSIONS))
            raise error
        if found == EMPTY:
            return found
        try:
            files.require_read(found)
        except AccessRefused as error:
            problem = f"cannot import {name!r}: it is outside the project {files.root}"
            raise place.error(f"{problem}, and {error.problem}") from error
        return found

    def path(self, name: str, base: str) -> str:
        """Return the path that an import names, perhaps without extension; "" if the import names a
        package.
        """
        if name.startswith("."):
            return self._files.join(base, name)
        if name.startswith("/"):
            return name
        if alias := self._alias_of(name):
            rest = name[len(alias) :].lstrip("/")
            return self._files.in_root(posixpath.join(self._aliases[alias], rest))
        return ""

    def find_module(self, name: str, base: str, line: int) -> str:
        """Return the path of the file that an import names, like `find`.

        Raises:
            SourceError: As `find`, or the file cannot be imported.
        """
        found = self.find(name, base, line)
        if found == EMPTY:
            return found
        suffix = os.path.splitext(self._files.show(found))[1].lower()
        if suffix in (*EXTENSIONS, ".mjs", ".cjs", *ASSETS):
            return found
        raise Place(base, self._files.show(base), line).error(
            f"cannot import {name!r}: {suffix or 'files without extension'} is not supported; "
            "supported: .vue, .js, .ts, .json and pictures, fonts and media"
        )

    def _alias_of(self, name: str) -> str:
        """Return the longest alias with which a name begins; "" for none."""
        fitting = [alias for alias in self._aliases if f"{name}/".startswith(f"{alias}/")]
        return max(fitting, key=len, default="")

    def _browser_file(self, name: str, file: str) -> str:
        """Return the file that the field `browser` of the package's package.json names as a
        replacement. Return "" if the field names no replacement, EMPTY if the field excludes the
        file.

        Args:
            name: A name that `file` imports, to look for the replacement of the imported file; ""
                to look for the replacement of `file` itself.
        """
        start, folder, inner = file.rpartition(f"{os.sep}node_modules{os.sep}")
        if not folder or isinstance(self._files, RemoteFiles):
            return ""
        package, own = _split(inner.replace(os.sep, "/"))
        root = self._join(start + folder, package)
        browser = self._about(root).get("browser")
        if not isinstance(browser, dict):
            return ""
        keys = (name,) if name else (f"./{own}", f"./{os.path.splitext(own)[0]}")
        target = next((browser[key] for key in keys if key in browser), "")
        if target is False:
            return EMPTY
        return self._file(self._join(root, target)) if isinstance(target, str) and target else ""

    def _missing(self, name: str, base: str) -> str:
        if name.startswith((".", "/")) or self._alias_of(name):
            tried = ", ".join(EXTENSIONS)
            return f"cannot import {name!r}: no such file, with or without {tried}, and no folder"
        if isinstance(self._files, RemoteFiles):
            return (
                f"cannot import {name!r}: packages are looked for on disk only, but this source "
                "was fetched from a server; save its project and run it from there"
            )
        package, inner = _split(name)
        if package.removeprefix("node:") in _OF_NODE:
            return (
                f"cannot import {name!r}: it belongs to Node.js, which neither devices nor this "
                "runtime have"
            )
        if inner and any(
            os.path.isdir(self._join(modules, package)) for modules in self._files.packages(base)
        ):
            return f"cannot import {name!r}: the package {package} has no such file"
        return (
            f"cannot import {name!r}: the package {package} is not in the folder node_modules of "
            f"{self._files.root} or a parent folder; install the package with npm, or write "
            f"./{name} for a file"
        )

    def _file(self, path: str) -> str:
        if path.endswith((*EXTENSIONS, *ASSETS)) and self._files.is_file(path):
            return path
        for extension in EXTENSIONS:
            if self._files.is_file(path + extension):
                return path + extension
        if os.path.splitext(path)[1] and self._files.is_file(path):
            return path
        return ""

    def _file_or_folder(self, path: str) -> str:
        if found := self._file(path):
            return found
        about = self._about(path)
        for key in ("browser", "module", "main"):
            if isinstance(about.get(key), str):
                main = self._join(path, about[key])
                if found := self._file(main) or self._file(self._join(main, "index")):
                    return found
        return self._file(self._join(path, "index"))

    def _package(self, name: str, base: str) -> str:
        package, inner = _split(name)
        for modules in self._files.packages(base):
            folder = self._join(modules, package)
            exports = self._about(folder).get("exports")
            target = _exported(exports, inner)
            if target and (found := self._file(self._join(folder, target))):
                return found
            if found := self._file_or_folder(self._join(folder, inner) if inner else folder):
                return found
        return ""

    def _join(self, folder: str, name: str) -> str:
        return self._files.join(folder + "/", name)

    def _about(self, folder: str) -> dict[str, Any]:
        path = self._join(folder, "package.json")
        if isinstance(self._files, RemoteFiles) or not self._files.is_file(path):
            return {}
        try:
            about = parse(self._files.read(path))
        except ValueError as error:
            raise BundleError(self._files.show(path), f"expected JSON: {error}") from None
        return about if isinstance(about, dict) else {}


def _unlinked(path: str) -> str:
    """Return the path to which a link in node_modules leads. Return the link's own path if it leads
    out of node_modules.

    pnpm makes several links to a package. Without this function a bundle would contain the package
    once for each link.
    """
    real = os.path.realpath(path) if path else ""
    return real if f"{os.sep}node_modules{os.sep}" in real else path


def _split(name: str) -> tuple[str, str]:
    """Return the name of a package, like "@scope/ui", and the path in the package."""
    parts = name.split("/")
    size = 2 if name.startswith("@") else 1
    return "/".join(parts[:size]), "/".join(parts[size:])


def _exported(exports: object, inner: str) -> str:
    """Return the file to which the `exports` of a package.json map a path; "" if there is none.

    Args:
        inner: The path in the package; "" for the package itself.
    """
    if isinstance(exports, dict) and any(key.startswith(".") for key in exports):
        key = f"./{inner}" if inner else "."
        if key in exports:
            return _chosen(exports[key])
        for pattern, target in exports.items():
            start, star, end = pattern.partition("*")
            if star and key.startswith(start) and key.endswith(end):
                middle = key[len(start) : len(key) - len(end)]
                return _chosen(target).replace("*", middle)
        return ""
    return "" if inner else _chosen(exports)


def _chosen(target: object) -> str:
    if isinstance(target, str):
        return target
    if isinstance(target, dict):
        for condition, inner in target.items():
            if condition in _CONDITIONS and (found := _chosen(inner)):
                return found
    if isinstance(target, list):
        return next((found for entry in target if (found := _chosen(entry))), "")
    return ""
