"""`make soak`: `check_module`, `check_component` and deep values, for installed modules and
components on each platform.
"""

from __future__ import annotations

import pytest

from weex_runtime import Component, Module
from weex_runtime.module_api.component_registry import ComponentRegistry
from weex_runtime.module_api.platforms import PlatformName
from weex_runtime.module_api.registry import Registry
from weex_runtime.testing import check_component, check_module

from ..instance import test_deep_values as deep

PLATFORMS: tuple[PlatformName, ...] = ("android", "ios", "web")
# On the web, webSocket is a JS class that throws like a browser's WebSocket.
MODULES = [
    pytest.param(entry.cls, platform, id=f"{name}-{platform}")
    for name, entry in Registry().items()
    for platform in PLATFORMS
    if entry.on(platform) and (name, platform) != ("webSocket", "web")
]
COMPONENTS = [
    pytest.param(cls, platform, id=f"{cls.type}-{platform}")
    for cls in dict.fromkeys(cls for _, cls in ComponentRegistry().items())
    for platform in PLATFORMS
]


@pytest.mark.parametrize(("cls", "platform"), MODULES)
def test_installed_module_passes_check_module_on_a_platform(
    cls: type[Module], platform: PlatformName
) -> None:
    check_module(cls, options={"platform": platform})


@pytest.mark.parametrize(("cls", "platform"), COMPONENTS)
def test_installed_component_passes_check_component_on_a_platform(
    cls: type[Component], platform: PlatformName
) -> None:
    check_component(cls, options={"platform": platform})


@pytest.mark.parametrize("platform", PLATFORMS)
def test_modules_and_components_accept_deeply_nested_values_on_each_platform(
    platform: PlatformName,
) -> None:
    deep.test_every_module_method_accepts_a_deeply_nested_argument(platform)
    deep.test_every_component_accepts_a_deeply_nested_attribute_value(platform, deep.LIST)
