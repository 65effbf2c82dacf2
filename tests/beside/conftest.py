"""Tests beside other plugins of pytest, in the environment of `make beside`."""

from __future__ import annotations

from importlib.util import find_spec

collect_ignore_glob = [] if find_spec("pytest_asyncio") else ["test_*.py"]
