"""A cell-slot of a recycle-list made ready for use: template and data in, elements out.

Templates carry directives in their attributes: `[[repeat]]` (v-for), `[[match]]` (v-if, v-else),
`[[once]]` (v-once), and at the root of a component `@isComponentRoot`, `@templateId` and
`@componentProps`. Source: weex-native-directive Implementation.md; Android Statements.java.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol, cast

from weex_modules.components.recycle_list.binding import BINDING, Bind, Binder, Repeat
from weex_modules.components.recycle_list.expression.parser import Scope, json_of
from weex_runtime.document.document import Element
from weex_runtime.json_values import JSONValue, shown

_DIRECTIVES = (
    "[[repeat]]",
    "[[match]]",
    "[[once]]",
    "@isComponentRoot",
    "@templateId",
    "@componentProps",
)
_YES = (True, "true")


class Row(Protocol):
    """What a template asks of the row that it is drawn for."""

    def component(
        self, key: str, template_id: str, props: dict[str, JSONValue]
    ) -> tuple[str, Mapping[str, JSONValue]]:
        """Id and data of the component whose root is drawn under this key."""

    def once(self, key: str, scope: Scope) -> Scope:
        """The scope at the first drawing of what is drawn under this key."""


class Drawn:
    """An element as it is drawn for a row.

    Attributes:
        key: Names it in its row: its template's ref, and an index for each v-for around it.
        ref: Of its template, the element in the bundle's tree that it stands for.
        component_id: Of the component that it belongs to, "" for none.
        type, attr, style, class_list, event, children: As of an `Element`, with values in the
            place of bindings. What stays the same for each row is shared: not to be changed.
    """

    __slots__ = (
        "attr",
        "children",
        "class_list",
        "component_id",
        "event",
        "key",
        "ref",
        "style",
        "type",
    )

    def __init__(self, template: Template, path: str, component_id: str, scope: Scope) -> None:
        self.key = template.ref + path
        self.ref = template.ref
        self.type = template.type
        self.component_id = component_id
        self.attr = _filled(template.attr, scope)
        self.style = _filled(template.style, scope)
        self.class_list = [name(scope) for name in template.class_list]
        self.event = [event(scope) for event in template.event]
        self.children: list[Drawn] = []

    def walk(self) -> Iterator[Drawn]:
        """This element and all under it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()


class Template:
    """One element of a cell-slot with all under it.

    Args:
        source: The element in the bundle's tree.
        binder: Makes its bindings ready.
    """

    def __init__(self, source: Element, binder: Binder) -> None:
        attr = source.attr
        self.ref = source.ref
        self.type = source.type
        plain = {name: value for name, value in attr.items() if name not in _DIRECTIVES}
        self.attr = binder.split(plain, as_text="value" if source.type == "text" else None)
        style = dict(source.style)
        if BINDING in style:
            binder.warn(f"{style.pop(BINDING)!r}: only single styles can be bound; it is left out")
        self.style = binder.split(style)
        self.class_list = [binder.text(name) for name in source.class_list]
        self.event = [binder.event(event) for event in source.event]
        self._warn = binder.warn
        self._match = binder.condition(attr["[[match]]"]) if "[[match]]" in attr else None
        self._repeat = binder.repeat(attr["[[repeat]]"]) if "[[repeat]]" in attr else None
        self._once = attr.get("[[once]]") in _YES
        self._template_id = shown(attr.get("@templateId"))
        self._props: Bind | None = None
        props = attr.get("@componentProps")
        if attr.get("@isComponentRoot") in _YES and isinstance(props, dict):
            self._props = binder.props(props)
        self._children = [Template(child, binder) for child in source.children]

    def draw(
        self, scope: Scope, row: Row, path: str = "", component_id: str = ""
    ) -> Sequence[Drawn]:
        """The elements that stand for this one: none where v-if does not match, several for v-for.

        Args:
            scope: The data, innermost first.
            row: What keeps state from one drawing to the next.
            path: The indexes of the v-for's around it.
            component_id: Of the component around it.
        """
        if self._repeat is None:
            return self._draw_one(scope, row, path, component_id)
        drawn: list[Drawn] = []
        for number, names in enumerate(self._loop(self._repeat, scope)):
            drawn += self._draw_one((names, *scope), row, f"{path}_{number}", component_id)
        return drawn

    def _loop(self, repeat: Repeat, scope: Scope) -> Iterator[dict[str, JSONValue]]:
        """The names that each turn of v-for adds."""
        items = json_of(repeat.items(scope))
        if not isinstance(items, (list, dict)):
            if items is not None:
                kind = "a text" if isinstance(items, str) else "numbers and booleans"
                self._warn(f"v-for goes through arrays and objects only, not through {kind}")
            return
        pairs = enumerate(items) if isinstance(items, list) else items.items()
        for number, (key, item) in enumerate(cast("Iterator[tuple[str, JSONValue]]", pairs)):
            names: dict[str, JSONValue] = {}
            if repeat.alias:
                names[repeat.alias] = item
            elif isinstance(item, dict):
                names.update(item)
            if repeat.key:
                names[repeat.key] = key
            if repeat.index:
                names[repeat.index] = number
            yield names

    def _draw_one(self, scope: Scope, row: Row, path: str, component_id: str) -> list[Drawn]:
        if self._match is not None and not self._match(scope):
            return []
        if self._props is not None:
            # A component sees its own data only.
            props = cast("dict[str, JSONValue]", self._props(scope))
            data: Mapping[str, JSONValue] = props
            if self._template_id:
                component_id, data = row.component(self.ref + path, self._template_id, props)
            scope = (data,)
        if self._once:
            scope = row.once(self.ref + path, scope)
        drawn = Drawn(self, path, component_id, scope)
        for child in self._children:
            drawn.children += child.draw(scope, row, path, component_id)
        return [drawn]


def _filled(
    parts: tuple[dict[str, JSONValue], list[tuple[str, Bind]]], scope: Scope
) -> dict[str, JSONValue]:
    """Attributes or styles with the values of the bound ones; null leaves one out."""
    fixed, bound = parts
    if not bound:
        return fixed
    filled = dict(fixed)
    for name, bind in bound:
        value = bind(scope)
        if value is not None:
            filled[name] = value
    return filled
