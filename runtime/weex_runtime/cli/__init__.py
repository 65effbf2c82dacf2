"""The command line: `weex-runtime run`, `demo`, `modules`, `test` and `doctor`."""

from weex_runtime.cli.main import main as main
