"""The native element tree of a page, built from the framework's calls as a device builds it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

from weex_runtime.errors import PageError, UnknownRef
from weex_runtime.json_values import JSONInput, JSONValue

if TYPE_CHECKING:
    from weex_runtime.module_api.component import Component
    from weex_runtime.module_api.component_registry import PageComponents

JSONObject = dict[str, JSONValue]


class Origin:
    """What an element that native drew from a template stands for in the bundle's tree.

    Attributes:
        ref: Of the template.
        component_id: Of the framework's component that it is part of; "" for none.
    """

    __slots__ = ("component_id", "ref")

    def __init__(self, ref: str, component_id: str = "") -> None:
        self.ref = ref
        self.component_id = component_id


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
        templates: Of one whose component `holds_templates`: what the bundle gave it as children;
            `children` is what native draws from them.
        holder: Of a template and all in it: the element that holds it.
        origin: Of an element that native drew: what it stands for.
    """

    # Few elements have these.
    templates: list[Element] | None = None
    holder: Element | None = None
    origin: Origin | None = None

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

    @property
    def bundle_children(self) -> list[Element]:
        """The children that the bundle knows."""
        return self.children if self.templates is None else self.templates

    def listens_to(self, event: str) -> bool:
        """Whether a handler for this event is bound."""
        return any((e["type"] if isinstance(e, dict) else e) == event for e in self.event)

    def fire_args(
        self,
        event: str,
        data: Mapping[str, JSONInput] | None,
        dom_changes: Mapping[str, JSONInput] | None,
    ) -> list[JSONInput]:
        """The arguments of `fireEvent` for JS. One that native drew is its template there; the
        handler gets the parameters that the template binds first, and may need to know the
        component. Source: Android WXComponent.fireEvent."""
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


class _TemplateElement(Element):
    """One that holds templates, is part of one, or was drawn from one."""

    __slots__ = ("holder", "origin", "templates")

    def __init__(
        self,
        data: dict[str, Any],
        parent: Element | None,
        holder: Element | None = None,
        origin: Origin | None = None,
    ) -> None:
        super().__init__(data, parent)
        self.templates = None
        self.holder = holder
        self.origin = origin


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
        self._templates: dict[str, Element] = {}
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
        """The element with this ref; a template has one too.

        Raises:
            UnknownRef: There is none in the tree.
        """
        element = self._elements.get(ref) or self._templates.get(ref)
        if element is None:
            raise UnknownRef(ref, self._page_id)
        return element

    def elements(self) -> Iterator[Element]:
        """All elements in document order; none while nothing is rendered."""
        return self._root.walk() if self._root else iter(())

    def create_body(self, data: JSONObject) -> None:
        """createBody: the first element, with its subtree."""
        self._elements.clear()
        self._templates.clear()
        self._root, born = self._build(data, None)
        self._tell_born(born)

    def add_element(self, parent_ref: str, data: JSONObject, index: int) -> None:
        """addElement: insert a subtree; index -1 appends."""
        parent = self.get(parent_ref)
        if parent.holder or parent.templates is not None:
            element = self._build_template(data, parent, parent.holder or parent)
            born: list[Element] = []
        else:
            element, born = self._build(data, parent)
        siblings = parent.bundle_children
        siblings.insert(len(siblings) if index < 0 else index, element)
        self._tell_born(born)
        self._tell_template(element)

    def draw(self, parent: Element, data: dict[str, Any], index: int) -> None:
        """Insert what native drew from templates; it is changed and removed as any other element.

        Args:
            data: As of addElement, with refs of its own and each element's "origin".
            index: Among `parent.children`.
        """
        born: list[Element] = []
        parent.children.insert(index, self._build_drawn(data, parent, born))
        self._tell_born(born)

    def remove_element(self, ref: str) -> None:
        """removeElement: with all under it."""
        element = self.get(ref)
        if element.parent:
            _siblings(element).remove(element)
        else:
            self._root = None
        for gone in element.walk():
            del (self._templates if gone.holder else self._elements)[gone.ref]
            for template in gone.templates or ():
                for part in template.walk():
                    del self._templates[part.ref]
            if gone.component and self.components:
                self.components.gone(gone)
        self._tell_template(element)

    def move_element(self, ref: str, parent_ref: str, index: int) -> None:
        """moveElement: `index` counts in the list of children before the element is taken out."""
        element, parent = self.get(ref), self.get(parent_ref)
        siblings = _siblings(element)
        if element.parent is parent and siblings.index(element) < index:
            index -= 1
        siblings.remove(element)
        others = siblings if element.parent is parent else parent.bundle_children
        others.insert(len(others) if index < 0 else index, element)
        element.parent = parent
        self._tell_template(element)

    def update_attrs(self, ref: str, attrs: Mapping[str, JSONValue]) -> None:
        """updateAttrs: null takes an attribute away."""
        element = self.get(ref)
        if element.holder and all(element.attr.get(key) == attrs[key] for key in attrs):
            return  # Vue sends a template's bindings anew whenever it renders
        _merge_attrs(element, attrs)
        if element.component and self.components:
            self.components.updated(element, attrs)
        self._tell_template(element)

    def update_style(self, ref: str, styles: Mapping[str, JSONValue]) -> None:
        """updateStyle: null and "" take a style away."""
        element = self.get(ref)
        style = element.style
        if element.holder and all(style.get(key) == styles[key] for key in styles):
            return
        for key, value in styles.items():
            if value is None or value == "":
                style.pop(key, None)
            else:
                style[key] = value
        if element.component and self.components:
            self.components.styled(element)
        self._tell_template(element)

    def update_class_list(self, ref: str, names: list[str]) -> None:
        """updateClassList."""
        element = self.get(ref)
        element.class_list = names
        self._tell_template(element)

    def add_event(self, ref: str, event: JSONValue) -> None:
        """addEvent: a name, or {"type", "params"}."""
        element = self.get(ref)
        name = event["type"] if isinstance(event, dict) else event
        if not element.listens_to(cast(str, name)):
            element.event.append(event)
        self._tell_template(element)

    def remove_event(self, ref: str, event: str) -> None:
        """removeEvent."""
        element = self.get(ref)
        element.event = [
            e for e in element.event if (e["type"] if isinstance(e, dict) else e) != event
        ]
        self._tell_template(element)

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

    def _tell_template(self, element: Element) -> None:
        if element.holder and self.components:
            self.components.templates_changed(element.holder)

    def _build(self, data: dict[str, Any], parent: Element | None) -> tuple[Element, list[Element]]:
        """The element with its subtree, and those in it that are more than plain ones."""
        holders = self.components.holders if self.components else ()
        if data["type"] in holders:
            holder = self._build_holder(data, parent)
            return holder, [holder]
        root = Element(data, parent)
        elements = self._elements
        elements[root.ref] = root
        plain = self.components.plain if self.components else None
        born = [root] if plain is not None and root.type not in plain else []
        stack = [(root, data)] if "children" in data else []
        while stack:
            element, source = stack.pop()
            for child_data in source.get("children") or ():
                if child_data["type"] in holders:
                    child: Element = self._build_holder(child_data, element)
                else:
                    child = Element(child_data, element)
                    elements[child.ref] = child
                    stack.append((child, child_data))
                element.children.append(child)
                if plain is not None and child.type not in plain:
                    born.append(child)
        return root, born

    def _build_holder(
        self, data: dict[str, Any], parent: Element | None, origin: Origin | None = None
    ) -> Element:
        holder = self._elements[data["ref"]] = _TemplateElement(data, parent, origin=origin)
        children = data.get("children") or ()
        holder.templates = [self._build_template(child, holder, holder) for child in children]
        return holder

    def _build_template(self, data: dict[str, Any], parent: Element, holder: Element) -> Element:
        root = self._templates[data["ref"]] = _TemplateElement(data, parent, holder)
        stack: list[tuple[Element, dict[str, Any]]] = [(root, data)]
        while stack:
            element, source = stack.pop()
            for child_data in source.get("children") or ():
                child = _TemplateElement(child_data, element, holder)
                self._templates[child.ref] = child
                element.children.append(child)
                stack.append((child, child_data))
        return root

    def _build_drawn(self, data: dict[str, Any], parent: Element, born: list[Element]) -> Element:
        components = self.components
        if components and data["type"] in components.holders:
            element = self._build_holder(data, parent, data["origin"])
        else:
            element = _TemplateElement(data, parent, origin=data["origin"])
            self._elements[element.ref] = element
        if components and element.type not in components.plain:
            born.append(element)
        if element.templates is None:
            for child in data.get("children") or ():
                element.children.append(self._build_drawn(child, element, born))
        return element


def _siblings(element: Element) -> list[Element]:
    """The children of its parent that it is one of."""
    if element.parent is None:
        return []
    return element.parent.children if element.origin else element.parent.bundle_children


def _merge_attrs(element: Element, attrs: Mapping[str, JSONValue]) -> None:
    attr = element.attr
    for key, value in attrs.items():
        if value is None:
            attr.pop(key, None)
        else:
            attr[key] = value
