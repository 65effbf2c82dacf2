"""Assertions that wait: `expect(...)`."""
