"""COUNT tests, each with a device, a page, a click and a claim of its own."""

from __future__ import annotations

import os

import pytest

from weex_runtime import Page, expect

COUNT = int(os.environ["COUNT"])


@pytest.mark.weex(bundle="../../bundles/chat.js")
@pytest.mark.parametrize("number", range(COUNT))
def test_asks_for_a_name(weex_page: Page, number: int) -> None:
    weex_page.get_by_text("connect", exact=True).click()
    expect(weex_page.get_by_test_id("status")).to_have_text("say who you are first")
