"""The native element tree of a page, built from the framework's calls as a device builds it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, cast

from weex_runtime.document.element import Element, Frozen, JSONObject, is_event
from weex_runtime.errors import PageError, UnknownRef
from weex_runtime.json_values import JSONInput, JSONValue
from weex_runtime.limits import DEFAULTS, Limits, exceeded


class ElementObserver:
    """Receives the changes of elements that have a component or need a component. The methods of
    this base class do nothing.

    Attributes:
        plain: Types of elements whose component object is created only when first used.
        holders: Types of elements whose children are templates.
    """

    plain: Collection[str] = ()
    holders: Collection[str] = ()

    def born(self, element: Element) -> None:
        """Called after an element was added to the tree, unless its type is in `plain`."""

    def updated(self, element: Element, attrs: Mapping[str, JSONInput]) -> None:
        """Called after attributes of an element with a component object changed."""

    def styled(self, element: Element) -> None:
        """Called after styles of an element with a component object changed."""

    def templates_changed(self, holder: Element) -> None:
        """Called after a template in the element `holder` changed."""

    def gone(self, element: Element) -> None:
        """Called after an element with a component object was removed from the tree."""


class Document:
    """The tree of one page; its methods are the DOM calls of the Weex JS runtime.

    Source: weex-js-runtime 0.23.7, TaskCenter; spec/bridge.md, section 2.

    Args:
        limits: The maximum number of elements, including templates, and the maximum depth.

    Attributes:
        observer: Receives the changes of elements with components.
        created: Whether the first rendering is complete (createFinish).
        changes: The number of changes that can affect the layout.
        is_watched: Whether elements keep boxes and snapshots, so that a change must remove them.
    """

    def __init__(self, page_id: str, limits: Limits = DEFAULTS) -> None:
        self._page_id = page_id
        self._limits = limits
        self.observer = ElementObserver()
        self._root: Element | None = None
        self._elements: dict[str, Element] = {}
        self._templates: dict[str, Element] = {}
        # The number of elements in the tree and in templates. The dicts above can have fewer
        # entries, since several elements may have the same ref.
        self._count = 0
        self.created = False
        self.changes = 0
        self.is_watched = False

    @property
    def root(self) -> Element:
        """Return the body, the root of the element tree.

        Raises:
            PageError: The document is empty.
        """
        if self._root is None:
            raise PageError(f"page {self._page_id} has rendered nothing yet, so there is no body")
        return self._root

    @property
    def is_empty(self) -> bool:
        """Whether the bundle has rendered nothing yet."""
        return self._root is None

    def __len__(self) -> int:
        """Return the number of elements in the tree."""
        return len(self._elements)

    def get(self, ref: str) -> Element:
        """Return the element with this ref, from the tree or from a template.

        Raises:
            UnknownRef: No element has this ref.
        """
        element = self.find(ref)
        if element is None:
            raise UnknownRef(ref, self._page_id)
        return element

    def find(self, ref: str) -> Element | None:
        """Return the element with this ref, like `get`; None if no element has this ref."""
        return self._elements.get(ref) or self._templates.get(ref)

    def has(self, element: Element) -> bool:
        """Whether an element is in the tree."""
        return self._elements.get(element.ref) is element

    def elements(self) -> Iterator[Element]:
        """Return all elements in document order."""
        return self._root.walk() if self._root else iter(())

    def snapshot(self) -> Frozen | None:
        """Return a snapshot of the present tree; None while nothing is rendered. If nothing has
        changed, return the previous snapshot again.
        """
        root = self._root
        if root is None:
            return None
        self.is_watched = True
        stack = [root]
        while stack:
            element = stack[-1]
            missing = [child for child in element.children if child.frozen is None]
            if element.frozen is None and missing:
                stack += missing
                continue
            stack.pop()
            if element.frozen is None:
                element.frozen = Frozen(element)
        return root.frozen

    def create_body(self, data: JSONObject) -> None:
        """Create the body with its subtree (createBody).

        Raises:
            LimitExceeded: The page would have too many elements, or elements nested too deeply;
                nothing was changed.
        """
        self._require_room(None, data, others=0)
        self._elements.clear()
        self._templates.clear()
        self._count = 0
        self._root, born = self._build(data, None)
        self._notify_born(born)

    def add_element(self, parent_ref: str, data: JSONObject, index: int) -> None:
        """Insert a subtree (addElement); index -1 appends.

        Raises:
            UnknownRef: The parent does not exist.
            LimitExceeded: As for `create_body`.
        """
        _require(isinstance(index, int), "an index", index)
        parent = self.get(parent_ref)
        self._require_room(parent, data, others=self._count)
        holder = parent if parent.templates is not None else parent.holder
        element, born = self._build(data, parent, holder)
        siblings = parent.bundle_children
        siblings.insert(len(siblings) if index < 0 else index, element)
        self._notify_born(born)
        self._notify_holder(element)

    def draw(self, parent: Element, data: dict[str, Any], index: int) -> None:
        """Insert elements that native drew from templates.

        Args:
            data: As for addElement; each element has its own ref and an "origin".
            index: The index in `parent.children`.

        Raises:
            LimitExceeded: As for `create_body`.
        """
        self._require_room(parent, data, others=self._count)
        element, born = self._build(data, parent)
        parent.children.insert(index, element)
        self._notify_born(born)

    def remove_element(self, ref: str) -> None:
        """Remove an element with its subtree (removeElement)."""
        element = self.get(ref)
        self._touch(element.parent)
        if element.parent:
            _siblings(element).remove(element)
        else:
            self._root = None
        for gone in element.walk():
            self._count -= 1
            # A bundle that makes elements itself may have used a ref twice.
            (self._templates if gone.holder else self._elements).pop(gone.ref, None)
            for template in gone.templates or ():
                for part in template.walk():
                    self._count -= 1
                    self._templates.pop(part.ref, None)
            if gone.component:
                self.observer.gone(gone)
        self._notify_holder(element)

    def move_element(self, ref: str, parent_ref: str, index: int) -> None:
        """Move an element (moveElement).

        Args:
            index: The position among the new parent's children before the element is removed from
                its old place; -1 for the end.

        Raises:
            UnknownRef: An element does not exist.
            PageError: The element is the body, or contains the new parent.
            LimitExceeded: The element's subtree would be nested too deeply; nothing was changed.
        """
        _require(isinstance(index, int), "an index", index)
        element, parent = self.get(ref), self.get(parent_ref)
        if element.parent is None or element in parent.with_ancestors():
            raise PageError(f"cannot move {ref!r} into {parent_ref!r}, which it contains")
        if element.parent is not parent:
            self._require_depth(element, parent)
        self._touch(element.parent)
        self._touch(parent)
        siblings = _siblings(element)
        if element.parent is parent and siblings.index(element) < index:
            index -= 1
        siblings.remove(element)
        others = siblings if element.parent is parent else parent.bundle_children
        others.insert(len(others) if index < 0 else index, element)
        element.parent = parent
        self._notify_holder(element)

    def update_attrs(self, ref: str, attrs: Mapping[str, JSONValue]) -> None:
        """Set attributes of an element (updateAttrs); null removes an attribute."""
        element = self.get(ref)
        if element.holder and all(element.attr.get(key) == attrs[key] for key in attrs):
            return  # Vue sends all bindings at each rendering, even unchanged ones
        self._touch(element)
        _merge(element.attr, attrs, (None,))
        if element.component:
            self.observer.updated(element, attrs)
        self._notify_holder(element)

    def update_style(self, ref: str, styles: Mapping[str, JSONValue]) -> None:
        """Set styles of an element (updateStyle); null and "" remove a style."""
        element = self.get(ref)
        self._touch(element)
        if element.holder and all(element.style.get(key) == styles[key] for key in styles):
            return
        _merge(element.style, styles, (None, ""))
        if element.component:
            self.observer.styled(element)
        self._notify_holder(element)

    def update_class_list(self, ref: str, names: list[str]) -> None:
        element = self.get(ref)
        _require(isinstance(names, list), "a list of class names", names)
        element.class_list = names
        self._notify_holder(element)

    def add_event(self, ref: str, event: JSONValue) -> None:
        """Add an event to an element (addEvent): a name, or {"type", "params"}."""
        element = self.get(ref)
        _require(is_event(event), "an event", event)
        name = cast(str, event["type"] if isinstance(event, dict) else event)
        if not element.listens_to(name):
            element.event.append(event)
        self._notify_holder(element)

    def remove_event(self, ref: str, event: str) -> None:
        element = self.get(ref)
        bound = zip(element.event_names, element.event, strict=True)
        element.event = [entry for name, entry in bound if name != event]
        self._notify_holder(element)

    def apply_changes(self, ref: str, changes: Mapping[str, JSONInput]) -> None:
        """Apply the domChanges {"attrs", "style"} of an event to this tree only; JS applies them to
        its own tree.
        """
        attrs = cast(JSONObject, changes.get("attrs") or {})
        _merge(self.get(ref).attr, attrs, (None,))
        self.update_style(ref, cast(JSONObject, changes.get("style") or {}))

    def size(self) -> int:
        """Return the approximate number of bytes that the elements take in memory."""
        return sum(part.size() for part in (*self.elements(), *self._templates.values()))

    def finish(self) -> None:
        self.created = True

    def _require_room(self, parent: Element | None, data: dict[str, Any], others: int) -> None:
        limits = self._limits
        depth = 1 + len(parent.with_ancestors()) if parent else 1
        level = [data]
        while level:
            others += len(level)
            if others > limits.elements:
                raise exceeded(limits, "elements")
            if depth > limits.depth:
                raise exceeded(limits, "depth")
            if len(level) == 1 and not level[0].get("children"):
                return
            level = [child for element in level for child in element.get("children") or ()]
            depth += 1

    def _require_depth(self, element: Element, parent: Element) -> None:
        depth = len(parent.with_ancestors())
        level = [element]
        while level:
            depth += 1
            if depth > self._limits.depth:
                raise exceeded(self._limits, "depth")
            level = [child for part in level for child in part.bundle_children]

    def _build(
        self, data: dict[str, Any], parent: Element | None, holder: Element | None = None
    ) -> tuple[Element, list[Element]]:
        """Make an element with its subtree.

        Args:
            holder: For a template: the element that holds the template.

        Returns:
            The element, and the elements of the subtree whose types are not in `observer.plain`,
            parents first.
        """
        self._touch(parent)
        plain, holders = self.observer.plain, self.observer.holders
        elements, templates = self._elements, self._templates
        born: list[Element] = []
        root = Element(data, parent, holder)
        queue = [(root, data)]
        for element, source in queue:
            children, holder = element.children, element.holder
            if holder:
                templates[element.ref] = element
            else:
                elements[element.ref] = element
                if element.type not in plain:
                    born.append(element)
                if element.type in holders:
                    element.templates = children = []
                    holder = element
            for child_source in source.get("children") or ():
                child = Element(child_source, element, holder)
                children.append(child)
                queue.append((child, child_source))
        self._count += len(queue)
        return root, born

    def _touch(self, element: Element | None) -> None:
        """Record a change of an element, and remove the boxes that the change affects."""
        self.changes += 1
        if self.is_watched:
            while element:
                element.box = element.frozen = None
                element = element.parent

    def _notify_born(self, born: list[Element]) -> None:
        for element in born:
            self.observer.born(element)

    def _notify_holder(self, element: Element) -> None:
        if element.holder:
            self.observer.templates_changed(element.holder)


def _merge(
    values: JSONObject, changes: Mapping[str, JSONValue], removing: tuple[JSONValue, ...]
) -> None:
    """Set the changed values, and delete the keys whose new value is in `removing`."""
    for key, value in changes.items():
        if value in removing:
            values.pop(key, None)
        else:
            values[key] = value


def _require(is_met: bool, what: str, got: object) -> None:
    if not is_met:
        raise TypeError(f"expected {what}, got {got!r:.80}")


def _siblings(element: Element) -> list[Element]:
    """Return the list of children that contains the element; [] for the body."""
    if element.parent is None:
        return []
    return element.parent.children if element.origin else element.parent.bundle_children
