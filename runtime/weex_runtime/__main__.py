"""`python -m weex_runtime`."""

import sys

from weex_runtime.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
