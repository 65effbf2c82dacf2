"""The command line `weex-runtime`; may import every other room."""

from weex_runtime.cli.main import main as main
