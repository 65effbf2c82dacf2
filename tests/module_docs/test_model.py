"""The documentation of a module: model, signatures, page and JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, TypedDict

import pytest

from weex_runtime import Callback, KeepAliveCallback, Module, ModuleError, js_method
from weex_runtime.json_values import JSONInput, JSONValue
from weex_runtime.module_api.registry import Registry
from weex_runtime.module_docs.json import data_of
from weex_runtime.module_docs.markdown import page
from weex_runtime.module_docs.model import Docs, Method
from weex_runtime.module_docs.reader import read
from weex_runtime.module_docs.signatures import (
    android,
    ios,
    ios_export,
    javascript,
    web,
)
from weex_runtime.module_docs.typescript import declarations, typescript


class Place(TypedDict, total=False):
    """Where."""

    name: str
    inside: Place


class Added(TypedDict):
    """The argument of the callback of `add`.

    Attributes:
        result: How it went.
    """

    result: Literal["success", "failed"]
    places: list[Place]


class Calendar(Module):
    """Adds events to the device's calendar.

    It asks first.

    iOS: it asks once.

    Source: CalendarModule.java.

    Attributes:
        events: What was added.
    """

    name = "my-calendar"
    platforms = ("android", "ios")

    @js_method
    def add(
        self, title: str, at_ms: float, done: Annotated[Callback, Added], place: Place | None = None
    ) -> None:
        """Add an event.

        Args:
            title: What is shown, with a | in it.
            at_ms: Milliseconds since 1970.
            done: Called once.

        Android: the title is cut.
        """

    @js_method(sync=True, platforms=("ios",), documented=False)
    def count(self, kind: Literal["all", "past"] = "all") -> int:
        """Count the events.

        Returns:
            How many.
        """
        return 0


def docs_of(cls: type[Module]) -> Docs:
    return read(Registry().replace(cls))


def method_of(function: Any, **options: Any) -> Method:
    """The documentation of a function as the only method of a module."""
    cls = type("Probe", (Module,), {"name": "probe", "call": js_method(**options)(function)})
    (method,) = docs_of(cls).methods
    return method


def test_docs_of_a_module_have_its_name_and_texts_and_class_and_origin() -> None:
    docs = docs_of(Calendar)
    assert (docs.name, docs.summary, docs.text) == (
        "my-calendar",
        "Adds events to the device's calendar.",
        "It asks first.",
    )
    assert docs.cls == f"{__name__}.Calendar"
    assert docs.origin.endswith("test_model.py: Calendar")
    assert (docs.devices, docs.source) == (("android", "ios"), "CalendarModule.java.")
    assert docs.differences == {"ios": "it asks once."}
    assert docs.fields == {"events": "What was added."}


def test_inherited_methods_are_documented_separately() -> None:
    docs = docs_of(Calendar)
    assert [method.name for method in docs.methods] == ["add", "count"]
    assert [m.name for m in docs.inherited] == ["addEventListener", "removeAllEventListeners"]


def test_method_that_overrides_an_inherited_method_is_listed_as_a_method_of_the_module() -> None:
    class Own(Module):
        name = "own"

        @js_method
        def addEventListener(self, event: str, listener: Callback, options: Any = None) -> None:
            """Ours."""

    docs = docs_of(Own)
    assert [method.summary for method in docs.methods] == ["Ours."]
    assert [method.name for method in docs.inherited] == ["removeAllEventListeners"]


def test_method_that_declares_no_platforms_has_the_platforms_of_its_module() -> None:
    add, count = docs_of(Calendar).methods
    assert (add.devices, count.devices) == (("android", "ios"), ("ios",))
    assert (add.documented, count.documented) == (True, False)


def test_parameter_names_are_in_camel_case_and_a_default_makes_a_parameter_optional() -> None:
    add = docs_of(Calendar).methods[0]
    assert [(p.name, p.optional, p.text) for p in add.parameters] == [
        ("title", False, "What is shown, with a | in it."),
        ("atMs", False, "Milliseconds since 1970."),
        ("done", True, "Called once."),
        ("place", True, ""),
    ]


def test_each_typed_dict_becomes_one_record_with_its_fields() -> None:
    added, place = docs_of(Calendar).records
    assert (added.name, added.summary) == ("Added", "The argument of the callback of `add`.")
    assert [(f.name, f.optional, f.text) for f in added.fields] == [
        ("result", False, "How it went."),
        ("places", False, ""),
    ]
    assert [(f.name, f.optional) for f in place.fields] == [("name", True), ("inside", True)]


def test_error_for_an_unknown_type_hint_names_module_and_method() -> None:
    def call(self: Any, what: Missing) -> None:  # type: ignore[name-defined]  # noqa: F821
        pass

    with pytest.raises(ModuleError, match=r"probe\.call: a type hint is unknown: .*'Missing'"):
        method_of(call)


@pytest.mark.parametrize(
    ("hint", "expected_typescript", "java", "objective_c"),
    [
        (str, "string", "String", "NSString *"),
        (int, "number", "long", "NSInteger"),
        (float, "number", "double", "double"),
        (bool, "boolean", "boolean", "BOOL"),
        (list, "any[]", "JSONArray", "NSArray *"),
        (list[str], "string[]", "JSONArray", "NSArray *"),
        (Sequence[int | str], "(number | string)[]", "JSONArray", "NSArray *"),
        (dict, "{ [key: string]: any }", "JSONObject", "NSDictionary *"),
        (dict[str, float], "{ [key: string]: number }", "JSONObject", "NSDictionary *"),
        (Mapping[str, JSONInput], "{ [key: string]: any }", "JSONObject", "NSDictionary *"),
        (Place, "Place", "JSONObject", "NSDictionary *"),
        (list[Place], "Place[]", "JSONArray", "NSArray *"),
        (Literal["a", "b"], '"a" | "b"', "String", "NSString *"),
        (list[Literal["a", "b"]], '("a" | "b")[]', "JSONArray", "NSArray *"),
        (Literal[1, 2], "1 | 2", "long", "NSInteger"),
        (Literal["x"] | str, '"x" | string', "String", "NSString *"),
        (str | float, "string | number", "Object", "id"),
        (int | float, "number", "Object", "id"),
        (JSONValue, "any", "Object", "id"),
        (str | JSONValue, "any", "Object", "id"),
        (object, "any", "Object", "id"),
        (Annotated[str, "an address"], "string", "String", "NSString *"),
    ],
)
def test_type_of_a_parameter_is_written_in_each_language(
    hint: Any, expected_typescript: str, java: str, objective_c: str
) -> None:
    def call(self: Any, value: Any) -> None:
        pass

    call.__annotations__["value"] = hint
    method = method_of(call)
    assert typescript(method) == f"call(value: {expected_typescript}): void"
    assert android(method) == f"@JSMethod(uiThread = true) public void call({java} value)"
    assert ios(method) == f"- (void)call:({objective_c})value"


@pytest.mark.parametrize(
    ("hint", "expected_typescript", "java", "objective_c"),
    [
        (str | None, "string | null", "String", "NSString *"),
        (int | None, "number | null", "Long", "NSNumber *"),
        (float | None, "number | null", "Double", "NSNumber *"),
        (bool | None, "boolean | null", "Boolean", "NSNumber *"),
        (Literal[1] | None, "1 | null", "Long", "NSNumber *"),
        (list[str] | None, "string[] | null", "JSONArray", "NSArray *"),
        (Callback, "(result: any) => void", "JSCallback", "WXModuleKeepAliveCallback"),
        (Callback | None, "(result: any) => void", "JSCallback", "WXModuleKeepAliveCallback"),
        (
            Annotated[Callback, str | None],
            "(result: string | null) => void",
            "JSCallback",
            "WXModuleKeepAliveCallback",
        ),
    ],
)
def test_type_of_an_optional_parameter_is_written_in_each_language(
    hint: Any, expected_typescript: str, java: str, objective_c: str
) -> None:
    """Android refuses calls without a plain number or boolean, so that these are boxed."""

    def call(self: Any, value: Any) -> None:
        pass

    call.__annotations__["value"] = hint
    method = method_of(call)
    assert typescript(method) == f"call(value?: {expected_typescript}): void"
    assert android(method) == f"@JSMethod(uiThread = true) public void call({java} value)"
    assert ios(method) == f"- (void)call:({objective_c})value"


@pytest.mark.parametrize(
    ("hint", "expected_typescript", "java", "objective_c"),
    [
        (int, "number", "long", "NSInteger"),
        (int | None, "number | undefined", "Long", "NSNumber *"),
        (Place, "Place", "JSONObject", "NSDictionary *"),
        (JSONValue, "any", "Object", "id"),
        (None, "void", "void", "void"),
    ],
)
def test_type_of_a_synchronous_result_is_written_in_each_language(
    hint: Any, expected_typescript: str, java: str, objective_c: str
) -> None:
    def call(self: Any) -> Any:
        pass

    call.__annotations__["return"] = hint
    method = method_of(call, sync=True)
    assert typescript(method) == f"call(): {expected_typescript}"
    assert android(method) == f"@JSMethod(uiThread = false) public {java} call()"
    assert ios(method) == f"- ({objective_c})call"
    assert ios_export(method) == "WX_EXPORT_METHOD_SYNC(@selector(call))"


def test_signature_in_each_language_names_all_parameters() -> None:
    add = docs_of(Calendar).methods[0]
    assert javascript(add) == "add(title, atMs, done, place)"
    assert ios_export(add) == "WX_EXPORT_METHOD(@selector(add:atMs:done:place:))"
    assert web(add) == "add: function (title, atMs, done, place) { }"
    assert android(add) == (
        "@JSMethod(uiThread = true) public void "
        "add(String title, double atMs, JSCallback done, JSONObject place)"
    )


def test_optional_parameter_before_a_required_parameter_may_be_undefined_in_typescript() -> None:
    def call(self: Any, done: Callback, by: int | None, title: str, *more: float) -> None:
        pass

    assert typescript(method_of(call)) == (
        "call(done: ((result: any) => void) | null | undefined, by: number | null | undefined, "
        "title: string, ...more: number[]): void"
    )


def test_reserved_word_as_a_name_gets_an_underscore_in_signatures() -> None:
    def call(self: Any, default: str, new: int) -> None:
        pass

    method = method_of(call, name="import")
    assert typescript(method) == "import(default_: string, new_: number): void"
    assert android(method) == (
        '@JSMethod(uiThread = true, alias = "import") public void '
        "import_(String default_, long new_)"
    )
    assert ios_export(method) == "WX_EXPORT_METHOD(@selector(import:new:))"
    assert ios(method) == "- (void)import:(NSString *)default_ new:(NSInteger)new_"


def test_markdown_page_has_the_native_signatures_of_each_method() -> None:
    text = page(docs_of(Calendar))
    add = text[text.index("## add(") : text.index("## count(")]
    assert add == (
        "## add(title, atMs, done, place)\n\nAdd an event.\n\n"
        "| parameter | type | default | |\n| --- | --- | --- | --- |\n"
        "| `title` | `string` | | What is shown, with a \\| in it. |\n"
        "| `atMs` | `number` | | Milliseconds since 1970. |\n"
        "| `done` | `(result: Added) => void` | optional | Called once. |\n"
        "| `place` | `Place` | optional | |\n\n"
        "- Result: none; the call does not wait (asynchronous).\n"
        "- Callback `done` is called once, with one value: `Added`.\n\n"
        "- Android: the title is cut.\n\n"
        "```java\n@JSMethod(uiThread = true) public void "
        "add(String title, double atMs, JSCallback done, JSONObject place)\n```\n\n"
        "```objc\nWX_EXPORT_METHOD(@selector(add:atMs:done:place:))\n"
        "- (void)add:(NSString *)title atMs:(double)atMs done:(WXModuleKeepAliveCallback)done "
        "place:(NSDictionary *)place\n```\n\n"
    )
    count = text[text.index("## count(") : text.index("## Types")]
    assert "Only on iOS.\n\nWeex's documentation does not promise it." in count
    assert '| `kind` | `"all" \\| "past"` | `"all"` | |' in count
    assert "- Result: `number`, at the call (synchronous): How many." in count
    assert "java" not in count
    assert "WX_EXPORT_METHOD_SYNC(@selector(count:))" in count


def test_markdown_page_contains_each_fact_about_the_module_only_once() -> None:
    text = page(docs_of(Calendar))
    assert text.startswith("# my-calendar\n\nAdds events to the device's calendar.\n\nIt asks")
    for once in (
        "- In JS: `weex.requireModule('my-calendar')`",
        "- Devices: Android, iOS\n",
        "- iOS: it asks once.",
        "- Source: CalendarModule.java.",
        "`addEventListener(event, listener, options)` and `removeAllEventListeners(event)`",
        "### Added\n\nThe argument of the callback of `add`.",
        '| `result` | `"success" \\| "failed"` | | How it went. |',
        "| `name` | `string` | optional | |",
        'WXSDKEngine.registerModule("my-calendar", MyCalendarModule.class);',
        '[WXSDKEngine registerModule:@"my-calendar" withClass:[MyCalendarModule class]];',
        '- `page.module("my-calendar").events`: What was added.',
    ):
        assert text.count(once) == 1, once
    # The text does not say how to register the example module on the web: it has no web version.
    assert "weex.registerModule" not in text


class Alarm(Module):
    """Rings."""

    name = "alarm"
    permissions = ("notifications", "vibration")
    events = {"rang": Annotated[Place, "at each alarm"], "silent": None}

    @js_method
    def every(
        self, minutes: float, ring: KeepAliveCallback, failed: Annotated[Callback, str]
    ) -> None:
        """Ring again and again."""

    @js_method
    def watch(self, ring: Annotated[KeepAliveCallback, Place]) -> None:
        """Watch."""


def test_all_formats_state_how_often_a_callback_is_called() -> None:
    text = page(docs_of(Alarm))
    assert "- Callback `ring` is called many times, with one value.\n" in text
    assert "- Callback `failed` is called once, with one value: `string`." in text
    assert "- Callback `ring` is called many times, with one value: `Place`." in text
    every, watch = data_of(docs_of(Alarm))["methods"]
    assert [p["calls"] for p in every["parameters"]] == [None, "many", "once"]
    assert [p["calls"] for p in watch["parameters"]] == ["many"]
    types = declarations(docs_of(Alarm))
    assert "* @param ring Called many times.\n   * @param failed Called once." in types


def test_each_documentation_format_lists_the_events_with_their_data() -> None:
    text = page(docs_of(Alarm))
    assert "| `rang` | `Place` | at each alarm |\n| `silent` | `null` | |" in text
    assert "### Place" in text
    events = data_of(docs_of(Alarm))["events"]
    assert [(event["name"], event["type"], event["text"]) for event in events] == [
        ("rang", "Place", "at each alarm"),
        ("silent", "null", ""),
    ]
    types = declarations(docs_of(Alarm))
    assert '{ type: "rang"; module: "alarm"; data: AlarmModule.Place }' in types


def test_markdown_page_lists_the_permissions_with_their_native_names() -> None:
    text = page(docs_of(Alarm))
    assert (
        "- Permissions: notifications (`android.permission.POST_NOTIFICATIONS`), vibration" in text
    )
    assert data_of(docs_of(Alarm))["permissions"] == ["notifications", "vibration"]


def test_json_of_a_module_has_the_documented_keys() -> None:
    data = json.loads(json.dumps(data_of(docs_of(Calendar))))
    documented = [
        "name",
        "class",
        "origin",
        "summary",
        "text",
        "source",
        "devices",
        "documented",
        "differences",
        "attributes",
        "permissions",
        "events",
        "methods",
        "inherited",
        "types",
    ]
    assert set(documented) <= set(data)
    add, count = data["methods"]
    expected = {
        "name": "add",
        "summary": "Add an event.",
        "text": "",
        "devices": ["android", "ios"],
        "documented": True,
        "differences": {"android": "the title is cut."},
        "parameters": [
            {
                "name": "title",
                "type": "string",
                "optional": False,
                "variadic": False,
                "default": None,
                "callback": None,
                "calls": None,
                "text": "What is shown, with a | in it.",
            },
            {
                "name": "atMs",
                "type": "number",
                "optional": False,
                "variadic": False,
                "default": None,
                "callback": None,
                "calls": None,
                "text": "Milliseconds since 1970.",
            },
            {
                "name": "done",
                "type": "(result: Added) => void",
                "optional": True,
                "variadic": False,
                "default": None,
                "callback": "Added",
                "calls": "once",
                "text": "Called once.",
            },
            {
                "name": "place",
                "type": "Place",
                "optional": True,
                "variadic": False,
                "default": None,
                "callback": None,
                "calls": None,
                "text": "",
            },
        ],
        "sync": False,
        "returns": {"type": "void", "text": ""},
        "typescript": "add(title: string, atMs: number, done?: (result: Added) => void, "
        "place?: Place | null): void",
        "android": "@JSMethod(uiThread = true) public void "
        "add(String title, double atMs, JSCallback done, JSONObject place)",
        "ios": {
            "export": "WX_EXPORT_METHOD(@selector(add:atMs:done:place:))",
            "method": "- (void)add:(NSString *)title atMs:(double)atMs "
            "done:(WXModuleKeepAliveCallback)done place:(NSDictionary *)place",
        },
        "web": "add: function (title, atMs, done, place) { }",
    }
    assert {key: add[key] for key in expected} == expected
    assert (count["sync"], count["returns"]) == (True, {"type": "number", "text": "How many."})
    assert count["parameters"][0]["default"] == "all"
    assert data["inherited"] == ["addEventListener", "removeAllEventListeners"]
    place = data["types"][1]
    assert (place["name"], place["summary"]) == ("Place", "Where.")
    keys = ("name", "type", "optional", "text")
    assert [tuple(field[key] for key in keys) for field in place["fields"]] == [
        ("name", "string", True, ""),
        ("inside", "Place", True, ""),
    ]
