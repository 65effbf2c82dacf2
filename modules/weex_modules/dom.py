"""`dom`: scrolling, measuring and rules. The mutations of the tree are calls of their own."""

from __future__ import annotations

from weex_runtime import Callback, Module, UnknownRef, js_method
from weex_runtime.values import JSONValue

_NOTHING: dict[str, JSONValue] = dict.fromkeys(
    ("width", "height", "top", "bottom", "left", "right"), 0
)


class DomModule(Module):
    """Weex `dom`.

    There is no layout yet: what scrolls or adds a rule is recorded on `page.native_calls`, and
    measuring answers with the documented failure. Source: Android WXDomModule.java.
    """

    name = "dom"

    @js_method
    def scrollToElement(self, ref: str, options: dict[str, JSONValue] | None = None) -> None:
        """Scroll an element into view; options {offset = 0, animated = true}."""

    @js_method
    def getComponentRect(self, ref: str, done: Callback) -> None:
        """Calls back with {result: true, size: {width, height, top, bottom, left, right}} in page
        pixels for "viewport", else with {result: false, errMsg} and a size of zeros, since
        bundles read the size without a look at the result."""
        if ref == "viewport":
            width, height = self.page.viewport
            bottom = 750 * height / width
            size = {"width": 750, "height": bottom, "right": 750, "bottom": bottom}
            done.invoke({"result": True, "size": {**_NOTHING, **size}})
            return
        problem = "Component does not exist" if ref else "Illegal parameter"
        if ref and self._exists(ref):
            problem = "weex-runtime has no layout: components have no size"
        done.invoke({"result": False, "errMsg": problem, "size": {**_NOTHING}})

    @js_method
    def getLayoutDirection(self, ref: str, done: Callback) -> None:
        """Calls back with "ltr", "rtl" or "inherit"."""
        done.invoke("ltr")

    @js_method
    def addRule(self, kind: str, rule: dict[str, JSONValue]) -> None:
        """Register a rule, like ("fontFace", {fontFamily, src})."""

    @js_method(documented=False)
    def updateComponentData(
        self, component_id: str, data: dict[str, JSONValue], done: Callback
    ) -> None:
        """The state of a component in a row of a `recycle-list` changed: the framework's call.

        Calls back when native has it. The component may be gone by now, and nothing happens.
        Source: weex-js-runtime, TaskCenter.updateData; Android UpdateComponentDataAction.java.
        """
        from weex_modules.components.recycle_list import RecycleList

        try:
            component = self.page.document.get(component_id.partition("@")[0]).component
        except UnknownRef:
            return
        if isinstance(component, RecycleList):
            component.update_component(component_id, data)
            done.invoke({"result": "success"} if self.page.platform.name == "ios" else True)

    def _exists(self, ref: str) -> bool:
        return any(element.ref == ref for element in self.page.document.elements())
