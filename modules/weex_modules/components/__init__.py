"""The components of the built-in elements."""
