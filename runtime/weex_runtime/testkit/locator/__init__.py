"""Locators: find elements, read them and act on them."""
