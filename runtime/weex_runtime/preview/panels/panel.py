"""The base class of the preview's panels."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from weex_runtime.preview.as_test import Actions
    from weex_runtime.testkit.page import Page
    from weex_runtime.testkit.runtime import Runtime

Message = Mapping[str, Any]


@dataclass(eq=False)
class Panel:
    """A panel of the preview.

    Args:
        tops: A function that returns the top page of each device; None for a device without a page.
        recorded: The actions of the user, for "Copy as test".
        fail: Called with the panel's name and a message if an action fails after its method has
            returned.
    """

    name: ClassVar[str]

    runtime: Runtime
    tops: Callable[[], list[Page | None]]
    recorded: Actions
    fail: Callable[[str, str], object]

    def state(self) -> dict[str, object]:
        """Return the content of the panel as an object of JSON values."""
        raise NotImplementedError

    def actions(self) -> Mapping[str, Callable[[Message], object]]:
        """Return {name: method} for messages {"do": "PANEL.NAME", ...} of the browser. A method
        raises WeexError for wrong input.
        """
        raise NotImplementedError
