"""What an author of a component writes against. Names follow the device SDKs
(Android: WXComponent, @WXComponentProp, fireEvent; iOS: WXComponent)."""

from collections.abc import Callable, Coroutine, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from weex_runtime.errors import ModuleError, PageError
from weex_runtime.json_values import JSONInput, JSONValue, shown
from weex_runtime.module_api.component_events import CommonEvents, Point
from weex_runtime.module_api.component_events import Event as Event
from weex_runtime.module_api.component_events import event as event
from weex_runtime.module_api.module import Export, Native

if TYPE_CHECKING:
    from weex_runtime.document.element import Element

F = TypeVar("F", bound=Callable[..., Any])

_TRUE: tuple[JSONValue, ...] = (True, "true", "")


def component_prop(name: str) -> Callable[[F], F]:
    """Mark a method of a `Component` that takes an attribute's value (Android: @WXComponentProp).

    It is called when the element is made, if the bundle gives the attribute, and at each change.
    Its parameter's type hint says what the value becomes, as for module methods.

    Args:
        name: In camelCase; templates may write it with-hyphens.
    """

    def mark(function: F) -> F:
        export = Export(name, function, sync=False)
        function.__weex_prop__ = (name, export)  # type: ignore[attr-defined]
        return function

    return mark


class Component(CommonEvents, Native):
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

    @property
    def outline_note(self) -> str:
        """What the outline of the screen says beside the type, like "scrolled to 300"; "" for
        nothing."""
        return ""

    def created(self) -> None:
        """The element is in the tree, with its children."""

    def templates_changed(self) -> None:
        """The bundle changed something in a template that this holds."""

    def styles_changed(self) -> None:
        """The bundle changed styles of the element; `element.style` has them."""

    def page_shown(self) -> None:
        """The screen shows the page again."""

    def page_hidden(self) -> None:
        """Another page covers it."""

    @property
    def is_gone(self) -> bool:
        """The element is in the tree no more, or the page has ended."""
        return self.element.component is not self or self.page.is_ended

    def takes_tap(self) -> bool:
        """Whether a tap on the element, or on what is in it and takes none, ends here."""
        return self.element.listens_to("click")

    def tapped(self, at: Point = (0, 0)) -> None:
        """What a tap does that ends here.

        Args:
            at: The point on the page.
        """
        self.fire("click", at=at)

    def attribute(self, name: str) -> JSONValue:
        """The value that the bundle gave, in camelCase or with-hyphens, or the default."""
        attr = self.element.attr
        for key in (name, hyphenated(name)):
            if attr.get(key) not in (None, ""):
                return attr[key]
        return self.attributes.get(name)

    def flag(self, name: str) -> bool:
        """The same as a boolean: true and "true", and an attribute without a value."""
        attr = self.element.attr
        for key in (name, hyphenated(name)):
            if key in attr:
                return attr[key] in _TRUE
        return self.attributes.get(name) in _TRUE

    def number(self, name: str) -> float:
        """The same as a number; the default, or 0, where it is none."""
        for value in (self.attribute(name), self.attributes.get(name)):
            try:
                number = float(shown(value))
            except ValueError:
                continue
            if abs(number) < float("inf"):
                return number
        return 0.0

    def fire(self, event: str, **facts: Any) -> JSONValue:
        """Build an event of this component and fire it; without a builder the facts are its data.

        Raises:
            PageError: The facts are not those that the event is built from.
            ModuleError: The builder did not return an `Event`.
        """
        builder = events_of(type(self)).get(event)
        if builder is None:
            return self.fire_event(event, facts)
        try:
            built = builder(self, **facts)
        except TypeError as error:
            raise PageError(f"{self.element!r}: event {event}: {error}") from error
        if not isinstance(built, Event):
            if isinstance(built, Coroutine):
                built.close()
            raise ModuleError(
                f"{type(self).__name__}.{builder.__name__}: expected an Event from "
                f"@event({event!r}), got {type(built).__name__}; return Event(data, dom_changes)"
            )
        return self.fire_event(event, built.data, built.dom_changes)

    def fire_event(
        self,
        event: str,
        data: Mapping[str, JSONInput] | None = None,
        dom_changes: Mapping[str, JSONInput] | None = None,
    ) -> JSONValue:
        """Apply the changes, then call the handler if the element has one. Where a handler of an
        earlier event took the element away, or the page, nothing happens.

        Returns:
            As `Page.fire_event`.
        """
        if self.is_gone:
            return None
        if self.element.listens_to(event):
            return self.page.fire_event(self.element.ref, event, data, dom_changes)
        if dom_changes:
            self.page.document.apply_changes(self.element.ref, dom_changes)
        return None


def camel_case(name: str) -> str:
    """Write `return-key-type` or `return_key_type` as JS and device SDKs do: `returnKeyType`."""
    first, *others = name.replace("_", "-").strip("-").split("-")
    return first + "".join(part[:1].upper() + part[1:] for part in others)


def hyphenated(name: str) -> str:
    """Write `returnKeyType` as templates do: `return-key-type`."""
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
