"""Masks of a client's frames (RFC 6455, section 5.3)."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib.machinery import ExtensionFileLoader, PathFinder

_MASKS = 64

unused_masks: list[bytes] = []  # one system call returns the random bytes of many masks
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=unused_masks.clear)


def make_masks() -> bytes:
    """Make masks that a server cannot predict (RFC 6455, section 5.3). Return one mask and store
    the others in `unused_masks`, from which other threads may take masks meanwhile.
    """
    made = os.urandom(4 * _MASKS)
    unused_masks.extend(made[at : at + 4] for at in range(4, len(made), 4))
    return made[:4]


def _mask_in_python(payload: bytes, mask: bytes) -> bytes:
    size = len(payload)
    whole = (mask * (size // 4 + 1))[:size]
    masked = int.from_bytes(payload, "big") ^ int.from_bytes(whole, "big")
    return masked.to_bytes(size, "big")


def _mask_in_c() -> Callable[[bytes, bytes], bytes] | None:
    """Return the mask function in C of the package `websockets`; None if the package was installed
    without C code. For 64 KiB the function in C takes a hundredth of the time of Python code. The
    package itself is not imported, since its import takes 25 ms.
    """
    package = PathFinder.find_spec("websockets")
    folders = package and package.submodule_search_locations
    spec = PathFinder.find_spec("websockets.speedups", folders) if folders else None
    if spec is None or not isinstance(spec.loader, ExtensionFileLoader):
        return None
    module = spec.loader.create_module(spec)
    spec.loader.exec_module(module)
    # Set `__spec__`: C code has added the module to sys.modules, where `importlib.util.find_spec`
    # reads this attribute.
    module.__spec__ = spec
    function: Callable[[bytes, bytes], bytes] = module.apply_mask
    return function


apply_mask = _mask_in_c() or _mask_in_python
