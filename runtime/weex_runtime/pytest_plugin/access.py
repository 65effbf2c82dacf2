"""What the pages of tests may reach: the loopback interface, and what options and markers add."""

from __future__ import annotations

from typing import ClassVar

from weex_runtime.access.access import Access


class TestAccess(Access):
    """Access whose messages name the options of pytest."""

    __test__ = False  # for pytest, which collects classes of this name
    OPTION: ClassVar[str] = "--weex-"


def access_of_test(*further: Access | None) -> Access:
    """Return the access of a test: the loopback interface, and all that the further ones allow, but
    nothing that one of them denies.
    """
    access: Access = TestAccess(allow_net=["localhost"])
    for one in further:
        access = access | one if one else access
    return access
