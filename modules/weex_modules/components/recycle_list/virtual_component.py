"""A framework's component in the rows of a recycle-list: it has data and a life in JS and no
elements there, for native draws them from the component's template.

Source: weex-native-directive Implementation.md; Android Statements.java, CellDataManager.java.
"""

from __future__ import annotations

from collections.abc import Mapping

from weex_runtime.instance import Instance
from weex_runtime.json_values import JSONInput, JSONValue


class VirtualComponent:
    """One component of one row.

    Args:
        component_id: Begins with the list's ref and "@".
        template_id: Of the framework's template, which makes the component.
        props: What the parent's template hands in.

    Attributes:
        data: What its template sees: the properties, its data and its computed values.
        is_attached: It is on the screen, and JS knows.
    """

    def __init__(
        self, page: Instance, component_id: str, template_id: str, props: dict[str, JSONValue]
    ) -> None:
        self.id = component_id
        self.is_attached = False
        self._page = page
        self._props = props
        self.data: dict[str, JSONValue] = dict(props)
        self._take(page.tasks.hook_now(template_id, "create", [component_id, props]))

    def sync(self, props: dict[str, JSONValue]) -> None:
        """Hand in the properties of the latest drawing; JS hears of them when they changed."""
        if props != self._props:
            self._props = props
            self.data.update(props)
            self._take(self._page.tasks.hook_now(self.id, "syncState", [self.id, props]))

    def update(self, data: dict[str, JSONValue]) -> None:
        """Its state changed in JS. On Android the properties are gone from then on."""
        self.data = data if self._page.platform.name == "android" else {**self.data, **data}

    def attach(self, instance: Mapping[str, JSONInput]) -> None:
        """It is on the screen: beforeMount, mounted.

        Args:
            instance: {"position", "refs", "listRef"}.
        """
        self.is_attached = True
        self._page.tasks.hook_now(self.id, "attach", [{"virtualComponentId": self.id, **instance}])

    def detach(self) -> None:
        """Its elements are gone: beforeDestroy, destroyed."""
        self._page.tasks.hook(self.id, "detach", [])

    def _take(self, state: JSONValue) -> None:
        if isinstance(state, dict):
            self.data.update(state)
