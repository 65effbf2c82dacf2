"""`dom`: scrolling, measuring and rules. The bridge handles the calls that change the tree."""

# No `from __future__ import annotations` here: NamedTuple would compile the annotations from
# strings, which slows each start.

from typing import TYPE_CHECKING, NamedTuple

from weex_runtime import Callback, Difference, Module, js_method
from weex_runtime.json_values import JSONValue, brief

if TYPE_CHECKING:
    from weex_runtime.layout.rect import Rect

JSONObject = dict[str, JSONValue]

_SIDES = ("width", "height", "top", "bottom", "left", "right")
_NO_BOX = "a part of a text has no rectangle: measure the text"
_MISSING = "Component does not exist"
_DEVICES = ("android", "ios")

_DOUBLE_QUOTES = Difference(
    'dom.addRule was called with src: url("...") in double quotes',
    ios="the font is not loaded",
    instead="url('...')",
)


class Rule(NamedTuple):
    """Arguments of a call of `dom.addRule`.

    Attributes:
        kind: "fontFace".
        content: {fontFamily, src}.
    """

    kind: str
    content: JSONObject


class DomModule(Module):
    """Weex `dom`.

    Source: Android WXDomModule.java, iOS WXDomModule.m.

    Attributes:
        rules: The rules added by `addRule`, in order.
    """

    name = "dom"

    def __init__(self) -> None:
        self.rules: list[Rule] = []

    @js_method
    def scrollToElement(self, ref: str, options: JSONObject | None = None) -> None:
        """Scroll an element into view.

        Args:
            options: {offset = 0 in page pixels, animated = true}.
        """
        element = self.page.document.find(ref)
        if element is None:
            self._warn("scrollToElement", f"there is no element {brief(ref)}")
        # Scroll the nearest scroller or list around the element. If there is none, do nothing.
        around = element and element.parent
        while element and around:
            component = self.page.components.of(around)
            if hasattr(component, "scroll_to_element"):
                component.scroll_to_element(element, options or {})
                return
            around = around.parent

    @js_method(sync=True)
    def getComponentRect(self, ref: JSONValue, done: Callback) -> JSONObject | None:
        """Measure an element, or the page itself with "viewport".

        Calls back with {result: true, size: {width, height, top, bottom, left, right}} in page
        pixels, or with {result: false, errMsg} and a size of zeros, because bundles read the size
        without checking the result.

        Android: no callback for an unknown element.
        iOS: other messages in errMsg.
        H5: the result is returned too, and sizes of 0 are left out.
        """
        result = self._rect(ref)
        self._answer("getComponentRect", ref, result, done)
        return result if self.page.platform.name == "web" else None

    @js_method(sync=True)
    def getLayoutDirection(self, ref: str, done: Callback) -> str | None:
        """Get the layout direction of an element, or of the page with "viewport".

        Calls back with "ltr" or "rtl"; for an unknown element with {result: false, errMsg}.

        Android: "viewport" gives {direction: "ltr", result: true}; no callback for an unknown
            element.
        iOS: an unknown element gives "unknow".
        H5: the direction is returned too.
        """
        direction = self._direction(ref)
        self._answer("getLayoutDirection", ref, direction, done)
        return str(direction) if self.page.platform.name == "web" else None

    @js_method
    def addRule(self, kind: str, rule: JSONObject) -> None:
        """Add a font.

        Args:
            kind: "fontFace".
            rule: {fontFamily, src: "url('...')"}.

        iOS: the URL in `src` must be in single quotes.
        H5: any kind of CSS rule.
        """
        problem = self._problem_of(kind, rule)
        if problem:
            self._warn("addRule", f"{problem}; the rule is not added")
            return
        if str(rule.get("src"))[:5] == 'url("':
            self.page.report_difference(_DOUBLE_QUOTES)
            if self.page.platform.name == "ios":
                return
        self.rules.append(Rule(kind, rule))

    @js_method(platforms=_DEVICES, documented=False)
    def beginBatchMark(self) -> None:
        """Start a batch of changes that a device draws together; no effect here."""

    @js_method(platforms=_DEVICES, documented=False)
    def endBatchMark(self) -> None:
        """Mark the end of a batch of changes. Has no effect in this runtime."""

    @js_method(platforms=("android",), documented=False)
    def invokeMethod(self, ref: str, method: str, args: list[JSONValue] | None = None) -> None:
        """Call a method of an element's component."""
        self.page.components.call(ref, method, args or [])

    @js_method(documented=False)
    def updateComponentData(self, component_id: str, data: JSONObject, done: Callback) -> None:
        """Update the state of a component in a row of a `recycle-list`; called by the framework.

        Calls back after the update; ignored if the component has ended.
        Source: weex-js-runtime, TaskCenter.updateData; Android UpdateComponentDataAction.java.
        """
        element = self.page.document.find((component_id or "").partition("@")[0])
        update = getattr(element and element.component, "update_component", None)
        if update:
            update(component_id, data)
            done.invoke({"result": "success"} if self.page.platform.name == "ios" else True)

    def _answer(self, method: str, ref: JSONValue, data: JSONValue, done: Callback) -> None:
        """Call back with the data. Without data, log a warning and do not call back."""
        if data is None:
            self._warn(method, f"there is no element {brief(ref)}; there is no callback")
        else:
            done.invoke(data)

    def _rect(self, ref: JSONValue) -> JSONObject | None:
        """Return the argument for `getComponentRect`'s callback; None if the callback is not
        called.
        """
        platform = self.page.platform.name
        layout = self.page.layout
        if ref == "viewport":
            return self._measured(layout.screen)
        element = self.page.document.find(ref) if isinstance(ref, str) else None
        if element:
            try:
                return self._measured(layout.rect(element))
            except LookupError:
                return self._no_rect(_NO_BOX)
        if platform is None:
            return self._no_rect(_MISSING if ref else "Illegal parameter")
        if platform == "ios":
            problem = "Illegal parameter, ref must be a string."
            if ref is None or isinstance(ref, str):  # JS passes an undefined ref as ""
                problem = f'Illegal parameter, no ref about "{ref or ""}" can be found'
            return {"result": False, "errMsg": problem}
        if platform == "android" and ref:
            return None
        return {"result": False, "errMsg": "Illegal parameter"}

    def _measured(self, rect: "Rect") -> JSONObject:
        sides = (rect.width, rect.height, rect.y, rect.bottom, rect.x, rect.right)
        size: JSONObject = {}
        for name, side in zip(_SIDES, sides, strict=True):
            if side or self.page.platform.name != "web":
                size[name] = side
        return {"result": True, "size": size}

    def _no_rect(self, problem: str) -> JSONObject:
        size: JSONObject = dict.fromkeys(_SIDES, 0)
        return {"result": False, "errMsg": problem, "size": size}

    def _direction(self, ref: str) -> JSONValue:
        """Return the argument for `getLayoutDirection`'s callback; None if the callback is not
        called.
        """
        platform = self.page.platform.name
        if ref == "viewport":
            if platform == "android":
                return {"direction": "ltr", "result": True}
            return str(self.page.environment.get("layoutDirection") or "ltr")
        element = self.page.document.find(ref)
        if element is None:
            if platform in ("ios", "web"):
                return "unknow" if platform == "ios" else "ltr"
            if not ref:
                return {"result": False, "errMsg": "Illegal parameter"}
            return None if platform == "android" else {"result": False, "errMsg": _MISSING}
        while element.style.get("direction") not in ("ltr", "rtl"):
            if element.parent is None:
                return self._direction("viewport") if platform != "android" else "ltr"
            element = element.parent
        return element.style["direction"]

    def _problem_of(self, kind: str, rule: JSONObject) -> str:
        """Return the reason why a rule of `addRule` is invalid; "" for a valid rule."""
        if self.page.platform.name == "web":
            return "" if kind and rule else "expected a kind and a rule"
        if kind != "fontFace":
            return f"expected the kind 'fontFace', got {brief(kind)}"
        family, src = (rule or {}).get("fontFamily"), (rule or {}).get("src")
        if not (isinstance(family, str) and family and isinstance(src, str)):
            return "expected {fontFamily: 'name', src: \"url('address')\"}"
        if not (src[:5] in ("url('", 'url("') and src[-2:] == src[4] + ")" and len(src) > 7):
            return f"expected src \"url('address')\", got {src[:80]!r}"
        return ""

    def _warn(self, method: str, problem: str) -> None:
        self.page.write_console("warn", f"[weex-runtime] dom.{method}: {problem}")
