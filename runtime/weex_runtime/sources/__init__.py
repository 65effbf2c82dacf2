"""Single-file components: from `.vue` files, with all that they import, to a bundle.

`device` calls `compile_source`; the other rooms get the bundle.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from weex_runtime.json_values import JSONInput
from weex_runtime.sources.bundler import Bundler
from weex_runtime.sources.compiled import Compiled
from weex_runtime.sources.files import ProjectFiles, RemoteFiles
from weex_runtime.sources.settings import settings_of


def compile_source(
    text: str,
    path: str,
    load: Callable[[str], str],
    *,
    aliases: Mapping[str, str] | None = None,
    defines: Mapping[str, JSONInput] | None = None,
    assets_from: str = "",
) -> Compiled:
    """Compile a single-file component and its imports to a bundle.

    Args:
        text: The component.
        path: Its path, or its http(s) URL; imports are relative to it.
        load: Reads a URL.
        aliases, defines: In place of those of the project's files (settings.py).
        assets_from: A folder to which the addresses of pictures are relative; default: their URLs.

    Raises:
        SourceError: A file does not compile, or an import leads nowhere.
        BundleError: A file cannot be read, or a settings file is malformed.
    """
    is_remote = path[:5].lower() in ("http:", "https")
    files = RemoteFiles(path, load) if is_remote else ProjectFiles(path, assets_from)
    settings = settings_of("" if is_remote else files.root, aliases, defines)
    return Bundler(files, settings).bundle(text)
