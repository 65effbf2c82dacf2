"""The documentation of a component: model, page, JSON and TypeScript."""

from __future__ import annotations

import json
from typing import Annotated, TypedDict

import pytest

from weex_runtime import Callback, Component, Event, ModuleError, component_prop, event, js_method
from weex_runtime.module_api.component_registry import ComponentRegistry
from weex_runtime.module_docs.json import as_json, data_of
from weex_runtime.module_docs.markdown import page
from weex_runtime.module_docs.reader import read_component
from weex_runtime.module_docs.typescript import declarations


class Rated(TypedDict):
    """The data of `rate`.

    Attributes:
        value: How many stars.
    """

    value: float


class Rating(Component):
    """A rating in stars.

    iOS: they glow.

    Source: WXRating.java.

    Attributes:
        lit: How many shine.
    """

    type = "rating"
    aliases = ("stars",)
    append_tree = True
    permissions = ("motion",)
    attributes = {"maxValue": 5, "label": "none", "isOpen": True, "what": None}

    @component_prop("value")
    def setValue(self, value: float) -> None:
        """How many stars shine."""

    @component_prop("isOpen")
    def setOpen(self, is_open: bool) -> None:
        """Whether it can be tapped."""

    @js_method(platforms=("android", "ios"))
    def reset(self, to: float, done: Callback) -> None:
        """Start anew."""

    @event("rate")
    def _rate(self, value: float) -> Annotated[Event, Rated]:
        """A tap lights a star.

        Args:
            value: How many shine.
        """
        return Event({"value": value})

    @event("moved")
    def _moved(self) -> Event:
        return Event({})


def test_docs_of_a_component_have_its_name_and_texts_and_class_and_origin() -> None:
    docs = read_component(Rating)
    assert (docs.name, docs.aliases, docs.summary) == ("rating", ("stars",), "A rating in stars.")
    assert docs.cls == f"{__name__}.Rating"
    assert docs.origin.endswith("test_components.py: Rating")
    assert (docs.source, docs.differences) == ("WXRating.java.", {"ios": "they glow."})
    assert docs.fields == {"lit": "How many shine."}
    assert docs.permissions == ("motion",)


def test_type_of_an_attribute_comes_from_the_default_if_no_method_declares_the_type() -> None:
    attributes = {
        a.name: (a.type.kind, a.default, a.text) for a in read_component(Rating).attributes
    }
    assert attributes == {
        "maxValue": ("number", 5, ""),
        "label": ("text", "none", ""),
        "isOpen": ("boolean", True, "Whether it can be tapped."),
        "what": ("any", None, ""),
        "value": ("number", None, "How many stars shine."),
    }


def test_documentation_of_a_component_lists_only_the_methods_that_js_can_call() -> None:
    (method,) = read_component(Rating).methods
    assert (method.name, method.devices) == ("reset", ("android", "ios"))
    assert [(p.name, p.type.kind) for p in method.parameters] == [
        ("to", "number"),
        ("done", "callback"),
    ]


def test_documented_events_of_a_component_are_its_own_event_methods() -> None:
    docs = read_component(Rating)
    rate, moved = docs.events
    assert (rate.name, rate.text, rate.type.name) == ("rate", "A tap lights a star.", "Rated")
    assert [(fact.name, fact.text) for fact in rate.facts] == [("value", "How many shine.")]
    assert (moved.name, moved.type.kind) == ("moved", "any")
    assert {"click", "appear", "swipe"} <= set(docs.common_events)


def test_markdown_page_of_a_component_has_attributes_methods_events_and_registration() -> None:
    text = page(read_component(Rating))
    for part in (
        "# rating\n\nA rating in stars.",
        "- In templates: `<rating>`, `<stars>`",
        "- Permissions: motion (`android.permission.ACTIVITY_RECOGNITION`",
        "| `value` | `number` | | How many stars shine. |",
        '| `label` | `string` | `"none"` | |',
        "## reset(to, done)",
        "- Callback `done` is called once, with one value.",
        "| `rate` | `Rated` | A tap lights a star. |",
        "### Rated",
        'WXSDKEngine.registerComponent("rating", Rating.class, true);',
        "- `page.components.of(element).lit`: How many shine.",
    ):
        assert part in text


def test_json_and_typescript_contain_the_events_and_methods_of_a_component() -> None:
    docs = read_component(Rating)
    data = data_of(docs)
    assert json.loads(as_json(docs)) == data
    assert [(event["name"], event["type"], event["text"]) for event in data["events"]] == [
        ("rate", "Rated", "A tap lights a star."),
        ("moved", "any", ""),
    ]
    types = declarations(docs)
    assert "reset(to: number, done?: (result: any) => void): void;" in types
    assert "    isOpen?: boolean;" in types
    assert "    rate: Rated;" in types
    assert "  interface Rated {" in types


def test_unknown_type_hint_of_an_attribute_is_an_error() -> None:
    class Odd(Component):
        type = "odd"

        @component_prop("value")
        def setValue(self, value: Nowhere) -> None:  # type: ignore[name-defined]  # noqa: F821
            """Set."""

    with pytest.raises(ModuleError, match=r"odd.setValue: a type hint is unknown.*Nowhere"):
        read_component(Odd)


@pytest.mark.parametrize("type_", [type_ for type_, _ in ComponentRegistry().items()])
def test_each_installed_component_has_a_documentation_page(type_: str) -> None:
    cls = ComponentRegistry().get(type_)
    assert cls
    docs = read_component(cls)
    assert docs.origin == "entry point of weex-runtime"
    assert page(docs).startswith(f"# {docs.name}\n\n")
    assert declarations(docs)
