"""Load tests with Locust. Each user runs a bundle (docs/load.md).

from weex_runtime.locust import WeexUser

Needs the extra `locust`. Import this module before all others: it imports Locust, which replaces
blocking functions of the standard library.
"""

import sys

try:
    import locust  # noqa: F401  # replaces functions that the imports below use
except ImportError as missing:
    raise ImportError(
        "weex_runtime.locust needs the extra `locust`: pip install 'weex-runtime[locust]'"
    ) from missing

if "weex_runtime.loop.looper" in sys.modules:
    import _thread

    from weex_runtime.loop import looper

    if vars(looper)["get_ident"] is not _thread.get_ident:
        raise ImportError(
            "weex_runtime.locust must be imported before other names of weex_runtime are used, "
            "since Locust replaces Python's threads: move its import to the top of the file"
        )

from weex_runtime.load.user import WeexUser

__all__ = ["WeexUser"]
