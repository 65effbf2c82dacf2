"""Templates of a recycle-list, which draw elements from a row's data. JS half: js/templates.js.

Templates carry bindings, {"@binding": expression}, and directives in their attributes: `[[repeat]]`
(v-for), `[[match]]` (v-if, v-else), `[[once]]` (v-once), and at the root of a component
`@isComponentRoot`, `@templateId` and `@componentProps`. Expressions are evaluated as JavaScript, in
a context with the built-ins of the language and without access to the page.
Source: weex-native-directive Implementation.md; Android Statements.java.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple, Protocol, cast

from weex_runtime import Difference
from weex_runtime.document.element import Element
from weex_runtime.engine.frameworks import read
from weex_runtime.engine.isolation import open_engine
from weex_runtime.engine.positions import Script
from weex_runtime.engine.scripts import engine_scripts
from weex_runtime.instance import Instance
from weex_runtime.json_values import JSONValue, from_text, to_text
from weex_runtime.limits import exceeded

# The data in scope of a template, one mapping for each scope, the outermost scope first.
Frames = list[JSONValue]
# One drawn element in the form in which js/templates.js returns it.
Node = list[Any]

_SHOWN = 80  # the longest expression in a warning, in characters

# Parts of expressions that platforms evaluate differently from JavaScript.
# Source: Android el/parse/Operators.java; iOS WXComponent+DataBinding.mm.
_DIFFERENCES = {
    "strict": Difference(
        "a recycle-list's template compares with === or !==",
        android="it compares as == does, texts without the spaces around them, '' like null",
        ios="the type of the left side decides how it compares",
        instead="a comparison of two values of one type",
    ),
    "logical": Difference(
        "a recycle-list's template uses the value of && or ||",
        phones="the value is true or false, not an operand",
        instead="a condition with ? :",
    ),
    "join": Difference(
        "a recycle-list's template joins texts with +",
        ios="+ adds numbers only, and text counts as the number at its start",
        instead="{{{{a}}}}{{{{b}}}} in a text",
    ),
    "arithmetic": Difference(
        "a recycle-list's template calculates",
        android="a whole number is shown with '.0' after it",
        instead="the result into the data",
    ),
    "length": Difference(
        "a recycle-list's template asks for a length",
        ios="the length is undefined",
        instead="the length into the data",
    ),
}


class RowState(Protocol):
    """The state of a row that is kept between drawings."""

    def component(
        self, key: str, template_id: str, props: dict[str, JSONValue]
    ) -> tuple[str, Mapping[str, JSONValue]]:
        """Return the id and the data of the component whose root has this key."""

    def once(self, key: str, data: Mapping[str, JSONValue]) -> Mapping[str, JSONValue]:
        """Return the data in scope when the v-once element with this key was first drawn."""


class Drawn:
    """An element that is drawn for a row.

    Attributes:
        key: `ref`, followed by an index for each v-for around the element; unique in the row.
        ref: The ref of the template's element in the bundle's tree.
        component_id: The id of the component around the element, or "".
        type, attr, style, class_list, event, children: As in `Element`, with values in place of
            bindings. Parts without bindings are shared by all rows: do not change them.
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

    def __init__(self, template: _Template, node: Node, component_id: str) -> None:
        self.key: str = template.ref + node[1]
        self.ref = template.ref
        self.type = template.type
        self.component_id = component_id
        # JS leaves out the last parts if they have no bindings.
        attr, style, class_list, event = (node[3:] + [None] * 4)[:4]
        self.attr = {**template.attr, **attr} if attr else template.attr
        self.style = {**template.style, **style} if style else template.style
        self.class_list: list[str] = class_list or template.class_list
        self.event: list[JSONValue] = event or template.event
        self.children: list[Drawn] = []

    def walk(self) -> Iterator[Drawn]:
        """The element and its descendants in document order."""
        stack = [self]
        while stack:
            drawn = stack.pop()
            yield drawn
            stack.extend(reversed(drawn.children))


class _Template(NamedTuple):
    """One element of a template.

    Attributes:
        attr, style: Attributes and styles without bindings.
        class_list, event: Copies of the element's lists. The bundle can change the element's lists
            in place, and the next drawing is compared with the old values.
    """

    ref: str
    type: str
    attr: dict[str, JSONValue]
    style: dict[str, JSONValue]
    class_list: list[str]
    event: list[JSONValue]


class Templates:
    """The templates of one list, in their own JS context.

    Args:
        warn: Called with a message about an expression that cannot be parsed or evaluated; the
            value of the expression is undefined then.
    """

    def __init__(self, page: Instance, warn: Callable[[str], None]) -> None:
        self.warn = warn
        self._page = page
        self._elements: list[_Template] = []
        self._numbers: dict[str, int] = {}  # {ref of a slot: index of the slot in `_elements`}
        runtime = page.runtime
        self._engine = open_engine(
            page.isolation, memory_limit=runtime.memory_limit, time_limit=runtime.time_limit
        )
        for script in (*engine_scripts(), _js_half()):
            self._engine.run(script.source, script.name)
        self._functions = self._engine.take("templates", ("add", "draw"))

    def add(self, slot: Element) -> None:
        """Compile a cell-slot, so that it can be drawn."""
        self._numbers[slot.ref] = len(self._elements)
        features, constants = self._call("add", to_text(slot.to_dict()))
        for source, (attr, style) in zip(slot.walk(), constants, strict=True):
            lists = list(source.class_list), list(source.event)
            self._elements.append(_Template(source.ref, source.type, attr, style, *lists))
        for feature in features:
            self._page.report_difference(_DIFFERENCES[feature])

    def memory(self) -> int:
        """Return the number of bytes that the JS context uses."""
        return self._engine.memory()

    def close(self) -> None:
        """Free the context."""
        self._functions = {}
        self._engine.close()

    def draw(self, slot: str, frames: Frames, row: RowState) -> Drawn:
        """Draw a row.

        Args:
            slot: Ref of the row's cell-slot.
        """
        first = self._call("draw", self._numbers[slot], "", to_text(frames))
        top: list[Drawn] = []
        stack: list[tuple[Node, str, int, list[Drawn]]] = [(first, "", 1, top)]
        while stack:
            node, component_id, depth, siblings = stack.pop()
            if depth > self._page.limits.depth:
                raise exceeded(self._page.limits, "depth")
            node, component_id = self._evaluated(node, row, component_id)
            drawn = Drawn(self._elements[node[0]], node, component_id)
            siblings.append(drawn)
            inner = [(child, component_id, depth + 1, drawn.children) for child in node[2]]
            stack.extend(reversed(inner))
        return top[0]

    def _evaluated(self, node: Node, row: RowState, component_id: str) -> tuple[Node, str]:
        """Draw the component or v-once element for which JS has returned a placeholder; return
        other nodes unchanged.

        Returns:
            The node, and the id of the component that contains the node's children.
        """
        # `draw` of templates.js marks a component or a v-once element with ~number, the bitwise
        # complement of the element's number.
        if node[0] < 0:
            number, path, data, template_id, is_once = ~node[0], *node[1:]
            key = self._elements[number].ref + path
            if template_id:
                component_id, data = row.component(key, template_id, data)
            if is_once:
                data = row.once(key, data)
            node = self._call("draw", number, path, to_text([data]))
        return node, component_id

    def _call(self, name: str, *args: int | str) -> Any:
        text = self._engine.call(self._functions[name], *args)
        result, problems = cast("list[Any]", from_text(text))
        for expression, problem in problems:
            if expression is not None:
                cut = f"{expression[:_SHOWN]}..." if len(expression) > _SHOWN else expression
                problem = f"{cut!r}: {problem}"
            self.warn(problem)
        return result


@cache
def _js_half() -> Script:
    path = os.path.join(os.path.dirname(__file__), "js", "templates.js")
    return Script("recycle_list/js/templates.js", read(path))
