"""What tests of modules and bundles are written with."""

from weex_runtime.errors import ModuleCheckFailed
from weex_runtime.testing.conformance import check_module
from weex_runtime.testing.report import Check, Finding, Report

__all__ = ["Check", "Finding", "ModuleCheckFailed", "Report", "check_module"]
