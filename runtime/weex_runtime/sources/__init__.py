"""Single-file components: from `.vue` files, with all that they import, to a bundle.

`device` calls `compile_source`; the other rooms get the bundle.
"""

from __future__ import annotations

from collections.abc import Callable

from weex_runtime.sources.bundler import Bundler
from weex_runtime.sources.compiled import Compiled


def compile_source(text: str, path: str, load: Callable[[str], str]) -> Compiled:
    """Compile a single-file component and its imports to a bundle.

    Args:
        text: The component.
        path: Its path, or its http(s) URL; imports are relative to it.
        load: Reads a URL.

    Raises:
        SourceError: A file does not compile, or an import leads nowhere.
    """
    return Bundler(path, load).bundle(text)
