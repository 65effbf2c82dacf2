"""The hosts and files that pages may reach in tests: the loopback interface, and what options and
markers add.
"""

from __future__ import annotations

from typing import ClassVar

from weex_runtime.access.access import Access


class TestAccess(Access):
    """An `Access` whose error messages name the options of pytest."""

    __test__ = False  # pytest would otherwise collect the class, since its name starts with "Test"
    OPTION: ClassVar[str] = "--weex-"


def access_of_test(*further: Access | None) -> Access:
    """Return the access of a test. It allows the loopback interface and everything that an argument
    allows, except hosts and files that an argument denies.
    """
    access: Access = TestAccess(allow_net=["localhost"])
    for one in further:
        access = access | one if one else access
    return access
