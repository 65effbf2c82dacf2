"""The documentation of modules and components: read from docstrings and type hints, written as
Markdown, JSON and TypeScript. The command line and `module_check` import it."""
