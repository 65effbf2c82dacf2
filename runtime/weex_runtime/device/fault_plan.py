"""Make the fault plan of a device: each change of the plan notifies the pages, and each fault is
traced.
"""

from __future__ import annotations

from weex_runtime.device.app import App
from weex_runtime.faults.plan import FaultPlan, Fired, Unsupported
from weex_runtime.instance.instance import Instance


def make_plan(app: App[Instance], seed: int | None) -> FaultPlan:
    """Make the fault plan of a device. The seed determines the random faults."""

    def tell() -> None:
        for page in list(app.pages):
            if not page.is_ended:
                page.modules.call_hook("faults_changed")

    def trace(fired: Fired) -> None:
        for page in app.pages:
            if page.id == fired.page and page.tracer:
                page.tracer("fault", f"{fired.where}: {fired.fault}")

    def warn(page_id: str, fault: Unsupported) -> None:
        for page in app.pages:
            if page.id == page_id:
                page.warn(str(fault))

    plan = FaultPlan(app.looper, seed)
    plan.on_changed, plan.on_fired, plan.on_unsupported = tell, trace, warn
    return plan
