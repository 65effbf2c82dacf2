"""Compilation of a single-file component (`.vue`), with the files that it imports, to one bundle.

The package `weex_runtime.device` calls `compile_source`; other packages use the finished bundle.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from weex_runtime.access.page_access import PageAccess
from weex_runtime.engine.isolation import Isolation
from weex_runtime.json_values import JSONInput
from weex_runtime.sources.bundler import Bundler
from weex_runtime.sources.compiled import Compiled
from weex_runtime.sources.files import ProjectFiles, RemoteFiles
from weex_runtime.sources.settings import settings_of


def compile_source(
    text: str,
    path: str,
    load: Callable[[str], str],
    access: PageAccess | None = None,
    *,
    aliases: Mapping[str, str] | None = None,
    defines: Mapping[str, JSONInput] | None = None,
    assets_from: str = "",
    isolation: Isolation = "none",
    es5: bool = False,
) -> Compiled:
    """Compile a single-file component and its imports to a bundle.

    Args:
        text: The text of the component's file.
        path: The path or http(s) URL of the component's file; imports are relative to this file.
        load: Function that returns the text at a URL.
        access: Decides which files may be read; None: the files of the project.
        aliases, defines: Entries that override those in the project's settings files.
        assets_from: Folder to which the addresses of pictures are relative. By default, an
            address is the picture's URL.
        isolation: The kind of process that runs the compilers: this process or a separate one.
        es5: Lower scripts to ES5, for devices; see `FileCompiler`.

    Raises:
        SourceError: A file does not compile, or an import leads nowhere.
        BundleError: A file cannot be read, or a settings file is malformed.
    """
    is_remote = path[:5].lower() in ("http:", "https")
    access = access or PageAccess(None, lambda: path, {})
    files = RemoteFiles(path, load) if is_remote else ProjectFiles(path, access, assets_from)
    settings = settings_of("" if is_remote else files.root, aliases, defines)
    return Bundler(files, settings, es5, isolation).bundle(text)
