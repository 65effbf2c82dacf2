"""QuickJS: a context with its limits, bytecode, rejected promises and the frameworks' files.

The only room that imports `_quickjs`.
"""
