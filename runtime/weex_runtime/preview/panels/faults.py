"""The panel of network faults: the user types a fault to add it, sees the active faults, and stops
them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from weex_runtime.faults.active import ActiveFault
from weex_runtime.faults.grammar import FORMS, SELECTIONS, UNITS
from weex_runtime.preview.panels.panel import Message, Panel

_SHOWN = 20  # maximum number of past faults that the panel shows
_VALUES = {"S": "1 s", "R": "1 KB/s", "N": "10", "B": "1 KB"}


class FaultsPanel(Panel):
    """Adds and removes faults of the network."""

    name = "faults"

    def state(self) -> dict[str, object]:
        """Return {forms, more, devices, active, fired}: the forms of faults that the user can add,
        what a fault's text may end with, the number of devices, the added faults, and the faults
        that have happened.
        """
        plan = self.runtime.fault_plan
        active = plan.active if plan else []
        return {
            "forms": _FORMS,
            "more": f"then, in any order: {', '.join(SELECTIONS)}. {UNITS}.",
            "devices": len(self.tops()),
            "active": [
                {"id": one.name, "text": one.text, "on": self._place(one), "fired": one.fired}
                for one in active
            ],
            "fired": [str(one) for one in list(plan.fired)[-_SHOWN:]] if plan else [],
        }

    def actions(self) -> Mapping[str, Callable[[Message], object]]:
        return {"add": self._add, "stop": self._stop}

    def _add(self, message: Message) -> None:
        text = str(message.get("text", "")).strip()
        if not message.get("only"):
            self.runtime.faults.add(text)
            self.recorded.call(f"runtime.faults.add({text!r})")
            return
        page = self.tops()[message["device"]]
        assert page  # the session ignores a message to a device without a page
        page.faults.add(text)
        self.recorded.call(f"faults.add({text!r})")

    def _stop(self, message: Message) -> None:
        plan = self.runtime.fault_plan
        for one in list(plan.active) if plan else []:
            if one.name == message.get("id"):
                one.remove()
                self.recorded.call(
                    f"{'' if one.page else 'runtime.'}faults.remove({str(one.fault)!r})"
                )

    def _place(self, fault: ActiveFault) -> str:
        return f"page {fault.page}" if fault.page else "all devices"


def example_of(form: str) -> str:
    """Return an example of a fault's form: without optional words, and with values in place of
    the letters S, R, N and B.
    """
    short = " ".join(re.sub(r"\[[^\]]*\]", "", form).split())
    if short == "status N":
        return "status 503"
    return re.sub(r"\b[SRNB]\b", lambda letter: _VALUES[letter[0]], short)


_FORMS = [{"words": form, "example": example_of(form)} for form in FORMS]
