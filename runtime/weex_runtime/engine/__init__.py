"""QuickJS: a context with its limits, bytecode, rejected promises and the frameworks' files.

No other package of weex_runtime imports `_quickjs`.
"""
