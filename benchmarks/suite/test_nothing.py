"""COUNT tests that do nothing."""

from __future__ import annotations

import os

import pytest

COUNT = int(os.environ["COUNT"])


@pytest.mark.parametrize("number", range(COUNT))
def test_nothing(number: int) -> None:
    pass
