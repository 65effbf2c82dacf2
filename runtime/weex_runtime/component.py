"""What an author of a component writes against. Names follow the device SDKs
(Android: WXComponent, @WXComponentProp, fireEvent; iOS: WXComponent)."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeVar

from weex_runtime.errors import PageError
from weex_runtime.module import Export, Native
from weex_runtime.values import JSONInput, JSONValue

if TYPE_CHECKING:
    from weex_runtime.document import Element

F = TypeVar("F", bound=Callable[..., Any])


class Event(NamedTuple):
    """An event as native sends it.

    Attributes:
        data: The event object; the runtime adds type, target, currentTarget and timestamp.
        dom_changes: {"attrs", "style"}: what the user's action changed in the element, which both
            trees take over before the handler runs.
    """

    data: Mapping[str, JSONInput] | None = None
    dom_changes: Mapping[str, JSONInput] | None = None


def event(name: str) -> Callable[[F], F]:
    """Mark a method of a `Component` that builds an event's payload.

    It takes the facts of the user's action, and returns an `Event`; `Component.fire` calls it.
    """

    def mark(function: F) -> F:
        function.__weex_event__ = (name, function)  # type: ignore[attr-defined]
        return function

    return mark


def component_prop(name: str) -> Callable[[F], F]:
    """Mark a method of a `Component` that takes an attribute's value (Android: @WXComponentProp).

    It is called when the element is made, if the bundle gives the attribute, and at each change.
    Its parameter's type hint says what the value becomes, as for module methods.
    """

    def mark(function: F) -> F:
        export = Export(name, function, sync=False)
        function.__weex_prop__ = (name, export)  # type: ignore[attr-defined]
        return function

    return mark


class Component(Native):
    """What an element does beyond being drawn; one object for an element.

    Methods marked with `js_method` can be called through refs (`this.$refs.x.focus()`). The object
    is made with the element when the class has `component_prop`s or a `created` of its own, else
    when it is first needed.

    Attributes:
        type: The element type that it stands for.
        aliases: Further types.
        append_tree: Drawn only with its whole subtree.
        holds_templates: The children that the bundle gives it are no part of the tree that is
            seen: it draws others from them (`Element.templates`, `Document.draw`).
        attributes: {name: default} of the attributes that it knows.
        style: Its default styles.
        page: Its page; set before `__init__` runs, like `element`.
        element: The node in the page's document.
    """

    type: ClassVar[str]
    aliases: ClassVar[tuple[str, ...]] = ()
    append_tree: ClassVar[bool] = False
    holds_templates: ClassVar[bool] = False
    attributes: ClassVar[Mapping[str, JSONValue]] = {}
    style: ClassVar[Mapping[str, JSONValue]] = {}
    element: "Element"

    def created(self) -> None:
        """The element is in the tree, with its children."""

    def templates_changed(self) -> None:
        """The bundle changed something in a template that this holds."""

    def attribute(self, name: str) -> JSONValue:
        """The value that the bundle gave, in camelCase or with-hyphens, or the default."""
        attr = self.element.attr
        for key in (name, hyphenated(name)):
            if attr.get(key) not in (None, ""):
                return attr[key]
        return self.attributes.get(name)

    def flag(self, name: str) -> bool:
        """The same as a boolean: true and "true", and an attribute without a value."""
        value = self.attribute(name)
        given = name in self.element.attr or hyphenated(name) in self.element.attr
        return value is True or value == "true" or (value is None and given)

    def fire(self, event: str, **facts: Any) -> JSONValue:
        """Build an event of this component and fire it; without a builder the facts are its data.

        Raises:
            PageError: The facts are not those that the event is built from.
        """
        builder = events_of(type(self)).get(event)
        if builder is None:
            return self.fire_event(event, facts)
        try:
            built = builder(self, **facts)
        except TypeError as error:
            raise PageError(f"{self.element!r}: event {event}: {error}") from error
        return self.fire_event(event, built.data, built.dom_changes)

    def fire_event(
        self,
        event: str,
        data: Mapping[str, JSONInput] | None = None,
        dom_changes: Mapping[str, JSONInput] | None = None,
    ) -> JSONValue:
        """Apply the changes, then call the handler if the element has one.

        Returns:
            As `Page.fire_event`.
        """
        if self.element.listens_to(event):
            return self.page.fire_event(self.element.ref, event, data, dom_changes)
        if dom_changes:
            self.page.document.apply_changes(self.element.ref, dom_changes)
        return None


def hyphenated(name: str) -> str:
    """`returnKeyType` as templates write it: `return-key-type`."""
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in name)


def events_of(cls: type[Component]) -> Mapping[str, Callable[..., Event]]:
    """The builders of a class by event, inherited ones too."""
    return _marked(cls, "__weex_event__")


def props_of(cls: type[Component]) -> Mapping[str, Export]:
    """The methods that take an attribute, by its name."""
    return _marked(cls, "__weex_prop__")


_found: dict[tuple[type, str], dict[str, Any]] = {}


def _marked(cls: type[Component], mark: str) -> dict[str, Any]:
    """What the methods with a mark carry there, by name; looked for once a class."""
    found = _found.get((cls, mark))
    if found is None:
        found = _found[cls, mark] = {}
        for base in reversed(cls.__mro__):
            for attribute in vars(base).values():
                if hasattr(attribute, mark):
                    name, value = getattr(attribute, mark)
                    found[name] = value
    return found
