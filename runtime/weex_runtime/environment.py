"""WXEnvironment: what a bundle learns about the device.

Source: spec/bridge.md, "WXEnvironment". The default is a device of its own kind with the fields
that Android, iOS and H5 share; numbers are numbers.
"""

from __future__ import annotations

from collections.abc import Mapping

from weex_runtime.values import JSONInput

DEFAULT_VIEWPORT = (750, 1334)


def make_environment(
    viewport: tuple[int, int], overrides: Mapping[str, JSONInput] | None
) -> dict[str, JSONInput]:
    """The environment of a page.

    Args:
        viewport: Width and height of the screen in its own pixels.
        overrides: Fields that a test or user sets.
    """
    width, height = viewport
    return {
        "platform": "android",
        "osName": "android",
        "osVersion": "9",
        "weexVersion": "0.28.0",
        "appName": "weex-runtime",
        "appVersion": "1.0",
        "deviceModel": "headless",
        "deviceWidth": width,
        "deviceHeight": height,
        "scale": 2,
        "layoutDirection": "ltr",
        "logLevel": "log",
        **(overrides or {}),
    }
