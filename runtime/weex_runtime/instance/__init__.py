"""One Weex instance: the bridge to its JS, its tasks, modules and components.

Users may import `PageStack`: pages that are opened over each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from weex_runtime.instance.stack import PageStack as PageStack


def __getattr__(name: str) -> object:
    """Load it with the first use: a page's start needs no more of this room."""
    if name != "PageStack":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from weex_runtime.instance.stack import PageStack

    return PageStack
