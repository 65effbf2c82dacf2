"""The documentation of modules and components, from docstrings and type hints."""
