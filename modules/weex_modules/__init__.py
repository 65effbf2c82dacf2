"""The native modules of weex-runtime; they use only the module API of weex_runtime."""
