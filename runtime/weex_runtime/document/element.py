"""One element of a page's native tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from weex_runtime.json_values import JSONInput, JSONValue, shown, size_of

JSONObject = dict[str, JSONValue]

TEXTS = ("text", "span")
SCROLLERS = frozenset(
    ("scroller", "list", "recycler", "vlist", "hlist", "simplelist", "waterfall", "recycle-list")
)
_PER_ELEMENT = 500  # bytes that an element needs in addition to its attributes and styles
FIELDS = ("input", "textarea")
_TRUE: tuple[JSONValue, ...] = (True, "true", "")


def is_event(value: object) -> bool:
    """Return whether a value is the name of an event, or {"type", "params"}."""
    return isinstance(value, str) or isinstance(value, dict) and isinstance(value.get("type"), str)


class ElementComponent(Protocol):
    """The part of a component's interface that outline and layout need."""

    @property
    def outline_note(self) -> str:
        """Return a remark for the outline, like the index of a slider; "" for none."""

    @property
    def scroll_offset(self) -> tuple[float, float]:
        """Return the scroll offset of the element's content: x and y in page units, from 0."""


class Origin:
    """The element of a template from which native drew an element.

    Attributes:
        ref: The ref of the template's element.
        component_id: Id of the framework component that contains the template; "" for none.
    """

    __slots__ = ("component_id", "ref")

    def __init__(self, ref: str, component_id: str = "") -> None:
        self.ref = ref
        self.component_id = component_id


class Frozen:
    """A snapshot of an element with its subtree. Later snapshots share the parts that have not
    changed.
    """

    __slots__ = ("attr", "children", "ref", "style", "type")

    def __init__(self, element: Element) -> None:
        self.ref = element.ref
        self.type = element.type
        self.attr = {**element.attr}
        self.style = {**element.style}
        self.children = tuple([child.frozen for child in element.children if child.frozen])


class Element:
    """An element of the native tree.

    Attributes:
        ref: Decimal text that identifies the element in calls from JS and in calls to JS; "_root"
            for the body.
        type: Component type, like "div".
        attr, style: Attributes and styles as the bundle set them; `style` includes the styles of
            classes.
        class_list: Class names, from frameworks that send them.
        event: Names of the events with a handler, in order; {"type", "params"} where the template
            binds parameters.
        children, parent: The tree; `parent` is None for the body.
        component: The element's component object; None before its first use.
        templates: For an element whose component `holds_templates`: the children in the bundle,
            from which the component draws `children`. None for other elements.
        holder: For an element of a template: the element that holds the template.
        origin: For an element that native drew: the element of the template.
        box: The layout's box; None before the layout, and after a change of the element.
        frozen: The element in the last snapshot of the document; None before the first snapshot,
            and after a change of the element.
    """

    __slots__ = (
        "attr",
        "box",
        "children",
        "class_list",
        "component",
        "event",
        "frozen",
        "holder",
        "origin",
        "parent",
        "ref",
        "style",
        "templates",
        "type",
    )

    def __init__(
        self, data: dict[str, Any], parent: Element | None, holder: Element | None = None
    ) -> None:
        get = data.get
        self.ref: str = data["ref"]
        self.type: str = data["type"]
        self.attr: JSONObject = get("attr") or {}
        self.style: JSONObject = get("style") or {}
        self.class_list: list[str] = get("classList") or []
        self.event: list[JSONValue] = get("event") or []
        self.children: list[Element] = []
        self.parent = parent
        self.component: ElementComponent | None = None
        self.box: object = None
        self.frozen: Frozen | None = None
        self.templates: list[Element] | None = None
        self.holder = holder
        origin = get("origin")  # a key "origin" in the JSON of a bundle is ignored
        self.origin: Origin | None = origin if isinstance(origin, Origin) else None
        if not (
            isinstance(self.ref, str)
            and isinstance(self.type, str)
            and isinstance(self.attr, dict)
            and isinstance(self.style, dict)
            and isinstance(self.class_list, list)
            and isinstance(self.event, list)
            and all(map(is_event, self.event))
        ):
            raise TypeError(f"expected an element of the Weex JS runtime, got {data!r:.200}")

    @property
    def bundle_children(self) -> list[Element]:
        """Return the children in the bundle's tree."""
        return self.children if self.templates is None else self.templates

    @property
    def own_text(self) -> str:
        """The text of a `text` or `span` without its descendants; "" for other elements."""
        return shown(self.attr.get("value")) if self.type in TEXTS else ""

    @property
    def text(self) -> str:
        """The texts of the element and its descendants, joined by spaces; values of fields do not
        count.
        """
        return " ".join(text for part in self.walk() if (text := part.own_text))

    @property
    def value(self) -> str:
        """The text of a field."""
        return shown(self.attr.get("value"))

    @property
    def is_empty(self) -> bool:
        """Whether a field has no value, or another element contains no text."""
        return not (self.value if self.type in FIELDS else self.text)

    @property
    def is_disabled(self) -> bool:
        """Whether the attribute `disabled` is true, "true", or without a value."""
        return self.attr.get("disabled", False) in _TRUE

    @property
    def is_checked(self) -> bool:
        """Whether the attribute `checked` is true, "true", or without a value."""
        return self.attr.get("checked", False) in _TRUE

    def is_hidden_by_style(self, platform: str | None) -> bool:
        """Whether a style of the element or of an ancestor hides the element: `visibility: hidden`,
        or on the web `display: none`, which devices ignore.
        """
        for element in self.with_ancestors():
            if element.style.get("visibility") == "hidden":
                return True
            if platform == "web" and element.style.get("display") == "none":
                return True
        return False

    @property
    def event_names(self) -> list[str]:
        """The names of the events that the element listens to."""
        return [str(e["type"] if isinstance(e, dict) else e) for e in self.event]

    def listens_to(self, event: str) -> bool:
        """Whether the bundle bound a handler for this event."""
        # A loop is faster than any(), and each tap calls this method of all ancestors.
        for bound in self.event:
            if bound == event or isinstance(bound, dict) and bound["type"] == event:
                return True
        return False

    def nearest_listener(self, *events: str) -> Element | None:
        """The nearest element, from this element upwards, that listens to one of these events."""
        for element in self.with_ancestors():
            if element.event and any(map(element.listens_to, events)):
                return element
        return None

    def with_ancestors(self) -> list[Element]:
        """Return the element, its parent, and so on up to the body."""
        found, element = [self], self.parent
        while element:
            found.append(element)
            element = element.parent
        return found

    def walk(self) -> Iterator[Element]:
        """The element and all its descendants, in document order."""
        stack = [self]
        while stack:
            element = stack.pop()
            yield element
            stack.extend(reversed(element.children))

    def size(self) -> int:
        """Return the approximate number of bytes that the element takes in memory, without its
        descendants.
        """
        parts: tuple[JSONInput, ...] = (self.attr, self.style, self.class_list, self.event)
        return _PER_ELEMENT + sum(size_of(part) for part in parts if part)

    def fire_args(
        self,
        event: str,
        data: Mapping[str, JSONInput] | None,
        dom_changes: Mapping[str, JSONInput] | None,
    ) -> list[JSONInput]:
        """Return the arguments of `fireEvent` for JS.

        JS does not know elements that native drew from a template, so an event goes to the
        template's element. The handler gets the parameters bound in the template, and the id of the
        component. Source: Android WXComponent.fireEvent.
        """
        if self.origin is None:
            return [self.ref, event, data or {}, dom_changes]
        data = dict(data or {})
        if self.origin.component_id:
            data["componentId"] = self.origin.component_id
        args: list[JSONInput] = [self.origin.ref, event, data, dom_changes]
        for entry in self.event:
            if isinstance(entry, dict) and entry["type"] == event:
                args.append({"params": entry.get("params") or []})
        return args

    def to_dict(self) -> dict[str, Any]:
        """Return a copy of the subtree: {"ref", "type", "attr", "style", "classList", "event",
        "children"}, without empty parts.
        """
        result: dict[str, Any] = {}
        stack: list[tuple[Element, dict[str, Any]]] = [(self, result)]
        while stack:
            element, out = stack.pop()
            out["ref"], out["type"] = element.ref, element.type
            parts: dict[str, Any] = {
                "attr": dict(element.attr),
                "style": dict(element.style),
                "classList": list(element.class_list),
                "event": list(element.event),
                "children": [{} for _ in element.children],
            }
            out.update((name, part) for name, part in parts.items() if part)
            stack.extend(zip(element.children, parts["children"], strict=True))
        return result

    def __repr__(self) -> str:
        return f"<{self.type} ref={self.ref}>"
