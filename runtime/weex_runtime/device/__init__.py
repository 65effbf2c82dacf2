"""The owner of the loop, the registries and the instances. Other rooms may import `Device`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from weex_runtime.device.device import Device as Device


def __getattr__(name: str) -> object:
    """Load the class at its first use: an import of this room costs nothing else."""
    if name == "Device":
        from weex_runtime.device.device import Device

        return Device
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
