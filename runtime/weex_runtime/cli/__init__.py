"""The command line `weex-runtime`; may import all other packages of weex_runtime."""

from weex_runtime.cli.main import main as main
