"""The built-in elements."""
