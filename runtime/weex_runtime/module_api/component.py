"""The base class of components. Names follow the device SDKs (Android: WXComponent,
@WXComponentProp, fireEvent; iOS: WXComponent)."""

from collections.abc import Callable, Coroutine, Mapping
from typing import Any, ClassVar, TypeVar

from weex_runtime.document.element import Element
from weex_runtime.errors import ModuleError, PageError
from weex_runtime.json_values import JSONInput, JSONValue, shown
from weex_runtime.module_api.component_events import CommonEvents, Point, require_names
from weex_runtime.module_api.component_events import Event as Event
from weex_runtime.module_api.component_events import event as event
from weex_runtime.module_api.exports import Export, marked
from weex_runtime.module_api.module import Native
from weex_runtime.naming import hyphenated

F = TypeVar("F", bound=Callable[..., Any])

_TRUE: tuple[JSONValue, ...] = (True, "true", "")


def component_prop(name: str) -> Callable[[F], F]:
    """Mark a method of a `Component` that receives an attribute's value (Android:
    @WXComponentProp).

    The method is called when an element with the attribute is made, and at each change of the
    attribute. The value is converted by the type hint of the method's parameter, as in module
    methods.

    Args:
        name: In camelCase; templates may write it with-hyphens.

    Raises:
        ModuleError: The decorator has no name.
    """
    require_names("component_prop", "value", (name,))

    def mark(function: F) -> F:
        export = Export(name, function, sync=False)
        function.__weex_prop__ = ((name,), export)  # type: ignore[attr-defined]
        return function

    return mark


class Component(CommonEvents, Native):
    """The behaviour of an element. Each element has its own object.

    Methods marked with `js_method` can be called through refs (`this.$refs.x.focus()`). The object
    is made together with the element if the class has a `component_prop` or overrides `created`.
    For other classes the object is made at its first use.

    Attributes:
        type: The element type in templates.
        aliases: Further element types.
        append_tree: Whether a device draws the element only together with its whole subtree.
        holds_templates: Whether the element's children in the bundle are templates, from which the
            component draws other children (`Element.templates`, `Document.draw`).
        attributes: {name: default} of the element's attributes.
        style: The element's default styles.
        page: The element's page; set before `__init__` runs.
        element: The node in the page's document; set before `__init__` runs.
    """

    type: ClassVar[str]
    aliases: ClassVar[tuple[str, ...]] = ()
    append_tree: ClassVar[bool] = False
    holds_templates: ClassVar[bool] = False
    attributes: ClassVar[Mapping[str, JSONValue]] = {}
    style: ClassVar[Mapping[str, JSONValue]] = {}
    element: Element

    @property
    def outline_note(self) -> str:
        """A note for the page's outline, after the element's type, like "scrolled to 300"; "" for
        none.
        """
        return ""

    @property
    def scroll_offset(self) -> Point:
        """How far the element has scrolled its content: x and y in page units, from 0 on."""
        return (0.0, 0.0)

    def created(self) -> None:
        """Called when the element and its children were added to the tree."""

    def templates_changed(self) -> None:
        """Called when the bundle changed a template of this element (`holds_templates`)."""

    def styles_changed(self) -> None:
        """Called when the bundle changed `element.style`."""

    def page_shown(self) -> None:
        """Called when the screen shows the page again."""

    def page_hidden(self) -> None:
        """Called when another page covers the page."""

    @property
    def is_gone(self) -> bool:
        """Whether the element left the tree or the page has ended."""
        return self.element.component is not self or self.page.is_ended

    def takes_tap(self) -> bool:
        """Whether the element handles taps on itself and on descendants that do not handle taps."""
        return self.element.listens_to("click")

    def tapped(self, at: Point = (0, 0)) -> None:
        """Handle a tap on the element.

        Args:
            at: The point of the tap on the page, in page pixels.
        """
        self.fire("click", at=at)

    def attribute(self, name: str) -> JSONValue:
        """Return the value of an attribute, or the default if the bundle did not set the attribute.
        The bundle may write the name in camelCase or with-hyphens.
        """
        given = self._given(name)
        return self.attributes.get(name) if given in (None, "") else given

    def flag(self, name: str) -> bool:
        """Whether the value of an attribute is true, "true" or "". An attribute that is written
        without a value has the value "".
        """
        given = self._given(name)
        return (self.attributes.get(name) if given is None else given) in _TRUE

    def number(self, name: str) -> float:
        """Return an attribute as a number. For a value that is not a number return the attribute's
        default, or 0 if there is no default.
        """
        for value in (self.attribute(name), self.attributes.get(name)):
            try:
                number = float(shown(value))
            except ValueError:
                continue
            if abs(number) < float("inf"):
                return number
        return 0.0

    def fire(self, event: str, **facts: Any) -> JSONValue:
        """Build an event with the `@event` method of its name, and fire it.

        Args:
            facts: The arguments of the `@event` method; without such a method, the event's data.

        Returns:
            The result of `Page.fire_event`.

        Raises:
            PageError: The arguments do not match the `@event` method.
            ModuleError: The `@event` method did not return an `Event`.
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
            problem = (
                f"expected an Event, got {type(built).__name__}; return Event(data, dom_changes)"
            )
            raise ModuleError(f"{type(self).__name__}.{builder.__name__}: {problem}")
        return self.fire_event(event, built.data, built.dom_changes)

    def fire_event(
        self,
        event: str,
        data: Mapping[str, JSONInput] | None = None,
        dom_changes: Mapping[str, JSONInput] | None = None,
    ) -> JSONValue:
        """Apply `dom_changes` to the element, then call the element's handler for the event, if
        any.

        Nothing happens if the element left the tree or the page has ended.

        Args:
            data: The event object.
            dom_changes: As in `Event`.

        Returns:
            The result of `Page.fire_event`.
        """
        if self.is_gone:
            return None
        if self.element.listens_to(event):
            return self.page.emit_event(self.element.ref, event, data, dom_changes)
        if dom_changes:
            self.page.document.apply_changes(self.element.ref, dom_changes)
        return None

    def _given(self, name: str) -> JSONValue:
        """Return the value that the bundle set for an attribute; None if it set none."""
        attr = self.element.attr
        value = attr.get(name)
        return attr.get(hyphenated(name)) if value is None else value


def events_of(cls: type[Component]) -> Mapping[str, Callable[..., Event]]:
    """Return {event: `@event` method} of a class, including inherited methods."""
    return marked(cls, "__weex_event__")


def props_of(cls: type[Component]) -> Mapping[str, Export]:
    """Return {attribute: `@component_prop` method} of a class, including inherited methods."""
    return marked(cls, "__weex_prop__")
