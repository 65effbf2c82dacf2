"""`dom`: scrolling, measuring and rules. The mutations of the tree are calls of their own."""

# Annotations are not postponed: each start imports this file, and NamedTuple would compile them.

from typing import TYPE_CHECKING, NamedTuple

from weex_runtime import Callback, Difference, Module, UnknownRef, js_method
from weex_runtime.json_values import JSONValue, brief

if TYPE_CHECKING:
    from weex_runtime.document.element import Element

JSONObject = dict[str, JSONValue]

_SIDES = ("width", "height", "top", "bottom", "left", "right")
_NO_LAYOUT = "weex-runtime has no layout: components have no size"
_MISSING = "Component does not exist"
_DEVICES = ("android", "ios")

_DOUBLE_QUOTES = Difference(
    'dom.addRule was called with src: url("...") in double quotes',
    ios="the font is not loaded",
    instead="url('...')",
)


class Rule(NamedTuple):
    """What `dom.addRule` was called with.

    Attributes:
        kind: "fontFace".
        content: {fontFamily, src}.
    """

    kind: str
    content: JSONObject


class DomModule(Module):
    """Weex `dom`.

    There is no layout yet: scrolling is recorded on `page.native_calls`, and measuring a component
    answers with a failure. Source: Android WXDomModule.java, iOS WXDomModule.m.

    Attributes:
        rules: Those that were added, in order.
    """

    name = "dom"

    def __init__(self) -> None:
        self.rules: list[Rule] = []

    @js_method
    def scrollToElement(self, ref: str, options: JSONObject | None = None) -> None:
        """Scroll an element into view.

        Args:
            options: {offset = 0 in page pixels, animated = true}.

        Here: nothing moves, since there is no layout.
        """
        if self._element(ref) is None:
            self._warn("scrollToElement", f"there is no element {brief(ref)} to scroll to")

    @js_method(sync=True)
    def getComponentRect(self, ref: JSONValue, done: Callback) -> JSONObject | None:
        """Measure an element, or the page itself with "viewport".

        Calls back with {result: true, size: {width, height, top, bottom, left, right}} in page
        pixels, or with {result: false, errMsg}; then with a size of zeros, since bundles read the
        size without a look at the result.

        Android: an unknown element calls nothing back.
        iOS: other messages in errMsg.
        H5: the result is returned too, and sizes of 0 are left out.
        Here: only "viewport" has a size, since there is no layout.
        """
        result = self._rect(ref)
        if result is None:
            self._warn(
                "getComponentRect", f"there is no element {brief(ref)}: nothing is called back"
            )
        else:
            done.invoke(result)
        return result if self.page.platform.name == "web" else None

    @js_method(sync=True)
    def getLayoutDirection(self, ref: str, done: Callback) -> str | None:
        """Say in which direction an element lays its children out, or the page with "viewport".

        Calls back with "ltr" or "rtl"; for an unknown element with {result: false, errMsg}.

        Android: "viewport" gives {direction: "ltr", result: true}, an unknown element nothing.
        iOS: an unknown element gives "unknow".
        H5: the direction is returned too.
        """
        direction = self._direction(ref)
        if direction is None:
            self._warn(
                "getLayoutDirection", f"there is no element {brief(ref)}: nothing is called back"
            )
        else:
            done.invoke(direction)
        return str(direction) if self.page.platform.name == "web" else None

    @js_method
    def addRule(self, kind: str, rule: JSONObject) -> None:
        """Add a font.

        Args:
            kind: "fontFace".
            rule: {fontFamily, src: "url('...')"}.

        iOS: takes src in single quotes only.
        H5: takes any kind of CSS rule.
        """
        problem = self._problem_of(kind, rule)
        if problem:
            self._warn("addRule", f"{problem}; the rule is not added")
            return
        if str(rule.get("src"))[:5] == 'url("':
            self.page.tell_difference(_DOUBLE_QUOTES)
            if self.page.platform.name == "ios":
                return
        self.rules.append(Rule(kind, rule))

    @js_method(platforms=_DEVICES, documented=False)
    def beginBatchMark(self) -> None:
        """What follows up to `endBatchMark` is drawn at once; here all is."""

    @js_method(platforms=_DEVICES, documented=False)
    def endBatchMark(self) -> None:
        """The end of what `beginBatchMark` began."""

    @js_method(platforms=("android",), documented=False)
    def invokeMethod(self, ref: str, method: str, args: list[JSONValue] | None = None) -> None:
        """Call a method of an element's component, as its ref does."""
        self.page.components.call(ref, method, args or [])

    @js_method(documented=False)
    def updateComponentData(self, component_id: str, data: JSONObject, done: Callback) -> None:
        """The state of a component in a row of a `recycle-list` changed: the framework's call.

        Calls back when native has it. The component may be gone by now, and nothing happens.
        Source: weex-js-runtime, TaskCenter.updateData; Android UpdateComponentDataAction.java.
        """
        element = self._element((component_id or "").partition("@")[0])
        update = getattr(element and element.component, "update_component", None)
        if update:
            update(component_id, data)
            done.invoke({"result": "success"} if self.page.platform.name == "ios" else True)

    def _rect(self, ref: JSONValue) -> JSONObject | None:
        """The answer of `getComponentRect`; None where a device never gives one."""
        platform = self.page.platform.name
        if ref == "viewport":
            width, height = self.page.viewport
            across = self.page.viewport_width
            down = across * height / width
            sides = dict(zip(_SIDES, (across, down, 0, down, 0, across), strict=True))
            shown = {name: side for name, side in sides.items() if side or platform != "web"}
            return {"result": True, "size": dict[str, JSONValue](shown)}
        if isinstance(ref, str) and self._element(ref):
            return self._no_rect(_NO_LAYOUT)
        if platform is None:
            return self._no_rect(_MISSING if ref else "Illegal parameter")
        if platform == "ios":
            problem = "Illegal parameter, ref must be a string."
            if ref is None or isinstance(ref, str):  # undefined is ""
                problem = f'Illegal parameter, no ref about "{ref or ""}" can be found'
            return {"result": False, "errMsg": problem}
        if platform == "android" and ref:
            return None
        return {"result": False, "errMsg": "Illegal parameter"}

    def _no_rect(self, problem: str) -> JSONObject:
        size: JSONObject = dict.fromkeys(_SIDES, 0)
        return {"result": False, "errMsg": problem, "size": size}

    def _direction(self, ref: str) -> JSONValue:
        """The answer of `getLayoutDirection`; None where a device never gives one."""
        platform = self.page.platform.name
        if ref == "viewport":
            if platform == "android":
                return {"direction": "ltr", "result": True}
            return str(self.page.environment.get("layoutDirection") or "ltr")
        element = self._element(ref)
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
        """What is wrong with a rule; "" if nothing is."""
        if self.page.platform.name == "web":
            return "" if kind and rule else "it takes a kind and a rule"
        if kind != "fontFace":
            return f"devices know 'fontFace' only, not {brief(kind)}"
        family, src = (rule or {}).get("fontFamily"), (rule or {}).get("src")
        if not (isinstance(family, str) and family and isinstance(src, str)):
            return "it takes {fontFamily: 'name', src: \"url('address')\"}"
        if not (src[:5] in ("url('", 'url("') and src[-2:] == src[4] + ")" and len(src) > 7):
            return f"src is \"url('address')\", not {src[:80]!r}"
        return ""

    def _element(self, ref: str) -> "Element | None":
        try:
            return self.page.document.get(ref)
        except UnknownRef:
            return None

    def _warn(self, method: str, problem: str) -> None:
        self.page.write_console("warn", f"[weex-runtime] dom.{method}: {problem}")
