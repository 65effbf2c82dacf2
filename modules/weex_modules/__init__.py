"""The native modules of weex-runtime, one file each; they use weex_runtime's module API only."""
