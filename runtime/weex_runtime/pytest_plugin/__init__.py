"""The pytest plugin: fixtures, options and reports for tests of Weex apps.

pytest loads the plugin through the entry point `pytest11`. The device is imported by the first
fixture that needs it, so the plugin does not delay tests without Weex fixtures.
"""

# ruff: noqa: F401  (pytest finds the hooks and fixtures among the names of this module)

from weex_runtime.pytest_plugin.chaos import pytest_report_header
from weex_runtime.pytest_plugin.fixtures import (
    new_weex_page,
    weex_page,
    weex_platform,
    weex_runtime,
)
from weex_runtime.pytest_plugin.js.collect import (
    pytest_collect_file,
    pytest_collection_modifyitems,
    pytest_ignore_collect,
    pytest_report_collectionfinish,
)
from weex_runtime.pytest_plugin.options import pytest_addoption, pytest_configure
from weex_runtime.pytest_plugin.platforms import pytest_generate_tests
from weex_runtime.pytest_plugin.report import pytest_runtest_makereport, pytest_terminal_summary
from weex_runtime.pytest_plugin.server_fixtures import http_server, ws_server
from weex_runtime.pytest_plugin.unexpected_errors import pytest_runtest_call
