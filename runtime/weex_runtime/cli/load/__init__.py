"""The command `weex-runtime load`, which runs many users of a bundle in separate processes."""
