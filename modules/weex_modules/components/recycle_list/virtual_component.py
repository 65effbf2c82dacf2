"""A framework's component in a row: JS has its data and hooks, native draws its elements.

Source: weex-native-directive Implementation.md; Android Statements.java, CellDataManager.java.
"""

from __future__ import annotations

from collections.abc import Mapping

from weex_runtime.instance import Instance
from weex_runtime.json_values import JSONInput, JSONValue


class VirtualComponent:
    """One component of one row.

    Args:
        component_id: Starts with the list's ref and "@".
        template_id: Id of the framework's template for the component.
        props: Properties from the parent's template.

    Attributes:
        data: Properties, data and computed values that the component's template uses.
        is_attached: Whether the `attach` hook was called.
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
        """Store the properties that the latest drawing computed, and pass changed properties to
        JS.
        """
        if props != self._props:
            self._props = props
            self.data.update(props)
            self._take(self._page.tasks.hook_now(self.id, "syncState", [self.id, props]))

    def update(self, data: dict[str, JSONValue]) -> None:
        """Set the state that changed in JS. On Android the component then has only this state, and
        loses its properties.
        """
        self.data = data if self._page.platform.name == "android" else {**self.data, **data}

    def attach(self, instance: Mapping[str, JSONInput]) -> None:
        """Call the hook that runs beforeMount and mounted.

        Args:
            instance: {"position", "refs", "listRef"}.
        """
        self.is_attached = True
        self._page.tasks.hook_now(self.id, "attach", [{"virtualComponentId": self.id, **instance}])

    def detach(self) -> None:
        """Run the hooks beforeDestroy and destroyed."""
        self._page.tasks.hook(self.id, "detach", [])

    def _take(self, state: JSONValue) -> None:
        if isinstance(state, dict):
            self.data.update(state)
