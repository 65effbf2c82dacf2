"""Checks of the options of `Runtime` and `open`."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from math import inf
from pathlib import Path
from typing import Any

import pytest

from weex_runtime import Runtime, WeexError
from weex_runtime.device import options as device_options


@pytest.mark.parametrize(
    ("function", "table"),
    [(Runtime.__init__, device_options.RUNTIME), (Runtime.open, device_options.PAGE)],
)
def test_option_table_has_all_parameters_of_runtime_and_open(
    function: Callable[..., Any], table: dict[str, Any]
) -> None:
    assert set(table) == set(inspect.signature(function).parameters) - {"self"}


@pytest.mark.parametrize(
    ("function", "table"),
    [(Runtime.__init__, device_options.RUNTIME), (Runtime.open, device_options.PAGE)],
)
def test_default_values_of_the_options_are_accepted(
    function: Callable[..., Any], table: dict[str, Any]
) -> None:
    for name, parameter in inspect.signature(function).parameters.items():
        if name in table:
            assert table[name][0](parameter.default), name


def test_type_error_for_an_unknown_option_names_the_class_runtime() -> None:
    with pytest.raises(TypeError, match=r"Runtime.__init__\(\) .* 'clok'"):
        Runtime(clok="virtual")  # type: ignore[call-arg]
    with Runtime() as runtime, pytest.raises(TypeError, match=r"Runtime.open\(\) .* 'sorce'"):
        runtime.open(sorce="")  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"modules": 5}, "Runtime: modules: expected a list of module classes, got 5"),
        ({"stubs": "camera"}, "Runtime: stubs: expected a list of names, like"),
        ({"polyfills": ["websocket", 7]}, "Runtime: polyfills: expected a list of names"),
        ({"polyfills": None}, "Runtime: polyfills: expected a list of names"),
        (
            {"network": {}},
            "Runtime: network: expected a Network, like Network(verify=False), got {}",
        ),
        ({"url_map": "ws://a"}, "Runtime: url_map: expected a dict of addresses"),
        ({"hints": None}, "Runtime: hints: expected True or False, got None"),
        ({"time_limit": 0}, "Runtime: time_limit: expected a number of seconds over 0, got 0"),
        ({"platform": "symbian"}, "Runtime: platform: expected"),
        ({"tracer": 1}, "Runtime: tracer: expected a function"),
        ({"aliases": {"lib": 1}}, "Runtime: aliases: expected a dict of folders by name"),
        ({"defines": {"a-b": 1}}, "Runtime: defines: expected a dict of JSON values by name"),
        ({"defines": {"A": object()}}, "Runtime: defines: expected a dict of JSON values by name"),
        (
            {"memory_limit": 9},
            "Runtime: memory_limit: expected a number of bytes, at least 2097152",
        ),
        ({"websocket_adapter": 5}, "Runtime: websocket_adapter: expected the name of an adapter"),
    ],
)
def test_error_names_the_option_of_runtime_with_a_wrong_value(
    options: dict[str, Any], message: str
) -> None:
    with pytest.raises(WeexError) as caught:
        Runtime(**options)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"location": 7}, "open(): location: expected a path or URL, got 7"),
        ({"source": b""}, "open(): source: expected the text of a bundle, got b''"),
        ({"source": "1", "viewport": 750}, "open(): viewport: expected (width, height)"),
        ({"source": "1", "viewport": (10**400, 1)}, "open(): viewport: expected (width, height)"),
        ({"source": "1", "viewport": (1, inf)}, "open(): viewport: expected (width, height)"),
        ({"source": "1", "env": "a"}, "open(): env: expected a dict, got 'a'"),
        ({"source": "1", "stack": []}, "open(): stack: expected a PageStack, got []"),
    ],
)
def test_error_for_a_wrong_argument_of_open_names_the_argument(
    options: dict[str, Any], message: str
) -> None:
    with Runtime() as runtime, pytest.raises(WeexError) as caught:
        runtime.open(**options)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("address", "instead"), [("http://api.example", None), (3, "x"), ("http://x", Path("x"))]
)
def test_address_in_url_map_that_is_not_a_text_is_refused(
    runtime: Runtime, address: Any, instead: Any
) -> None:
    with pytest.raises(WeexError, match="url_map"):
        runtime.map_url(address, instead)
    with pytest.raises(WeexError, match="url_map"):
        Runtime(url_map={address: instead})
