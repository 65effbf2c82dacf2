"""Read the documentation of modules and components from docstrings and type hints, and write it
as Markdown, JSON and TypeScript. The command line and `module_check` import this package.
"""
