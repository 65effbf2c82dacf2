"""The native element tree of a page, built from the framework's calls as a device builds it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

from weex_runtime.errors import PageError, UnknownRef
from weex_runtime.values import JSONInput, JSONValue

if TYPE_CHECKING:
    from weex_runtime.component import Component
    from weex_runtime.components import PageComponents

JSONObject = dict[str, JSONValue]


class Element:
    """One node.

    Attributes:
        ref: Decimal text that names it in calls both ways; "_root" for the body.
        type: Component type, like "div".
        attr, style: As the bundle set them; class styles are already in `style`.
        class_list: Class names, for frameworks that send them.
        event: Names of the events it listens to, in order; {"type", "params"} where the
            template gave parameters.
        children, parent: The tree; `parent` is None for the body.
        component: What it does beyond being drawn, once that was needed (components.py).
    """

    __slots__ = (
        "attr",
        "children",
        "class_list",
        "component",
        "event",
        "parent",
        "ref",
        "style",
        "type",
    )

    def __init__(self, data: dict[str, Any], parent: Element | None) -> None:
        get = data.get
        self.ref: str = data["ref"]
        self.type: str = data["type"]
        self.attr: JSONObject = get("attr") or {}
        self.style: JSONObject = get("style") or {}
        self.class_list: list[str] = get("classList") or []
        self.event: list[JSONValue] = get("event") or []
        self.children: list[Element] = []
        self.parent = parent
        self.component: Component | None = None

    def listens_to(self, event: str) -> bool:
        """Whether a handler for this event is bound."""
        return any((e["type"] if isinstance(e, dict) else e) == event for e in self.event)

    def walk(self) -> Iterator[Element]:
        """This element and all under it, in document order."""
        stack = [self]
        while stack:
            element = stack.pop()
            yield element
            stack.extend(reversed(element.children))

    def to_dict(self) -> dict[str, Any]:
        """{"ref", "type", "attr", "style", "classList", "event", "children"}, a copy; empty
        parts are left out."""
        result: dict[str, Any] = {}
        stack: list[tuple[Element, dict[str, Any]]] = [(self, result)]
        while stack:
            element, out = stack.pop()
            out["ref"], out["type"] = element.ref, element.type
            if element.attr:
                out["attr"] = dict(element.attr)
            if element.style:
                out["style"] = dict(element.style)
            if element.class_list:
                out["classList"] = list(element.class_list)
            if element.event:
                out["event"] = list(element.event)
            if element.children:
                out["children"] = [{} for _ in element.children]
                stack.extend(zip(element.children, out["children"], strict=True))
        return result

    def __repr__(self) -> str:
        return f"<{self.type} ref={self.ref}>"


class Document:
    """The tree of one page; its methods are the DOM calls of the Weex JS runtime.

    Source: weex-js-runtime 0.23.7, TaskCenter; spec/bridge.md, section 2.

    Attributes:
        components: Hears of elements that are more than plain ones; None: nobody does.
    """

    def __init__(self, page_id: str) -> None:
        self._page_id = page_id
        self.components: PageComponents | None = None
        self._root: Element | None = None
        self._elements: dict[str, Element] = {}
        self.created = False  # createFinish came: the first rendering is complete

    @property
    def root(self) -> Element:
        """The body.

        Raises:
            PageError: The bundle has rendered nothing yet.
        """
        if self._root is None:
            raise PageError(f"page {self._page_id} has rendered nothing yet: it has no body")
        return self._root

    @property
    def is_empty(self) -> bool:
        """Nothing is rendered."""
        return self._root is None

    def __len__(self) -> int:
        """How many elements the tree has."""
        return len(self._elements)

    def get(self, ref: str) -> Element:
        """The element with this ref.

        Raises:
            UnknownRef: There is none in the tree.
        """
        element = self._elements.get(ref)
        if element is None:
            raise UnknownRef(ref, self._page_id)
        return element

    def elements(self) -> Iterator[Element]:
        """All elements in document order; none while nothing is rendered."""
        return self._root.walk() if self._root else iter(())

    def create_body(self, data: JSONObject) -> None:
        """createBody: the first element, with its subtree."""
        self._elements.clear()
        self._root, born = self._build(data, None)
        self._tell_born(born)

    def add_element(self, parent_ref: str, data: JSONObject, index: int) -> None:
        """addElement: insert a subtree; index -1 appends."""
        parent = self.get(parent_ref)
        element, born = self._build(data, parent)
        parent.children.insert(len(parent.children) if index < 0 else index, element)
        self._tell_born(born)

    def remove_element(self, ref: str) -> None:
        """removeElement: with all under it."""
        element = self.get(ref)
        if element.parent:
            element.parent.children.remove(element)
        else:
            self._root = None
        for gone in element.walk():
            del self._elements[gone.ref]
            if gone.component and self.components:
                self.components.gone(gone)

    def move_element(self, ref: str, parent_ref: str, index: int) -> None:
        """moveElement: `index` counts in the list of children before the element is taken out."""
        element, parent = self.get(ref), self.get(parent_ref)
        siblings = element.parent.children if element.parent else []
        if element.parent is parent and siblings.index(element) < index:
            index -= 1
        siblings.remove(element)
        parent.children.insert(len(parent.children) if index < 0 else index, element)
        element.parent = parent

    def update_attrs(self, ref: str, attrs: Mapping[str, JSONValue]) -> None:
        """updateAttrs: null takes an attribute away."""
        element = self.get(ref)
        _merge_attrs(element, attrs)
        if element.component and self.components:
            self.components.updated(element, attrs)

    def update_style(self, ref: str, styles: Mapping[str, JSONValue]) -> None:
        """updateStyle: null and "" take a style away."""
        style = self.get(ref).style
        for key, value in styles.items():
            if value is None or value == "":
                style.pop(key, None)
            else:
                style[key] = value

    def update_class_list(self, ref: str, names: list[str]) -> None:
        """updateClassList."""
        self.get(ref).class_list = names

    def add_event(self, ref: str, event: JSONValue) -> None:
        """addEvent: a name, or {"type", "params"}."""
        element = self.get(ref)
        name = event["type"] if isinstance(event, dict) else event
        if not element.listens_to(cast(str, name)):
            element.event.append(event)

    def remove_event(self, ref: str, event: str) -> None:
        """removeEvent."""
        element = self.get(ref)
        element.event = [
            e for e in element.event if (e["type"] if isinstance(e, dict) else e) != event
        ]

    def apply_changes(self, ref: str, changes: Mapping[str, JSONInput]) -> None:
        """domChanges of an event, {"attrs", "style"}: the JS tree applies the same in silence."""
        _merge_attrs(self.get(ref), cast(JSONObject, changes.get("attrs") or {}))
        self.update_style(ref, cast(JSONObject, changes.get("style") or {}))

    def finish(self) -> None:
        """createFinish."""
        self.created = True

    def _tell_born(self, born: list[Element]) -> None:
        for element in born:
            cast("PageComponents", self.components).born(element)

    def _build(self, data: dict[str, Any], parent: Element | None) -> tuple[Element, list[Element]]:
        """The element with its subtree, and those in it that are more than plain ones."""
        root = Element(data, parent)
        elements = self._elements
        elements[root.ref] = root
        plain = self.components.plain if self.components else None
        born = [root] if plain is not None and root.type not in plain else []
        stack = [(root, data)] if "children" in data else []
        while stack:
            element, source = stack.pop()
            for child_data in source.get("children") or ():
                child = Element(child_data, element)
                elements[child.ref] = child
                element.children.append(child)
                stack.append((child, child_data))
                if plain is not None and child.type not in plain:
                    born.append(child)
        return root, born


def _merge_attrs(element: Element, attrs: Mapping[str, JSONValue]) -> None:
    attr = element.attr
    for key, value in attrs.items():
        if value is None:
            attr.pop(key, None)
        else:
            attr[key] = value
