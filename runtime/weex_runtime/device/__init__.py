"""The device owns the loop, the registries and the instances. Other packages import `Device`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from weex_runtime.device.device import Device as Device


def __getattr__(name: str) -> object:
    """Import `Device` at its first use, so that importing the package is cheap."""
    if name == "Device":
        from weex_runtime.device.device import Device

        return Device
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
