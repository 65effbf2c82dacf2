"""One Weex instance: the bridge to its JS, its tasks, modules and components.

Other packages import `Instance` and `PageStack`, the stack of pages that `navigator` pushes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from weex_runtime.instance.instance import Instance as Instance
    from weex_runtime.instance.stack import PageStack as PageStack


def __getattr__(name: str) -> object:
    """Import a class at its first use, so that importing the package is cheap."""
    if name == "Instance":
        from weex_runtime.instance.instance import Instance

        return Instance
    if name == "PageStack":
        from weex_runtime.instance.stack import PageStack

        return PageStack
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
