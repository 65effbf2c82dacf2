"""`--weex-chaos N`: run each test N times on random networks, and list the seeds of failures."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pytest

from weex_runtime.pytest_plugin.options import options_of

if TYPE_CHECKING:
    from weex_runtime.testkit.runtime import Runtime

_ROUND_PARAMETER = "_weex_chaos_round"

_SEED = "weex_seed"  # property of a test's report: the seed of a round
_ROUND = re.compile(r"\bchaos-\d+(?=\]|-)")


def round_of(item: Any) -> int:
    """Return the number of a test's chaos round, from 1; 0 without `--weex-chaos`."""
    if not options_of(item.config).chaos:
        return 0
    parameters = item.callspec.params if hasattr(item, "callspec") else {}
    number: int = parameters.get(_ROUND_PARAMETER, getattr(item, "chaos_round", 1))
    return number


def rounds(config: pytest.Config) -> range:
    """Return the numbers of the chaos rounds, from 1; an empty range without `--weex-chaos`."""
    return range(1, options_of(config).chaos + 1)


def round_id(number: int) -> str:
    """Return the part of a test's id that names a chaos round, like "chaos-3"."""
    return f"chaos-{number}"


def parametrize_rounds(metafunc: pytest.Metafunc) -> None:
    """Run a test that uses a Weex fixture once for each round of `--weex-chaos`."""
    if "weex_runtime" in metafunc.fixturenames and (numbers := rounds(metafunc.config)):
        metafunc.fixturenames.append(_ROUND_PARAMETER)
        metafunc.parametrize(_ROUND_PARAMETER, numbers, ids=round_id)


def seed_of(config: pytest.Config, number: int) -> int | None:
    """Return the seed of a chaos round. A later run with this seed repeats the round as round 1."""
    seed = options_of(config).seed
    return seed if seed is None else seed + max(0, number - 1)


def start_chaos(item: pytest.Item, runtime: Runtime, number: int) -> None:
    """Give all pages of a runtime the random network of a chaos round."""
    from weex_runtime.faults.chaos import chaos

    plan = runtime.planned_faults()
    item.user_properties.append((_SEED, plan.seed))
    plan.set_network(chaos(plan.seed, has_delays=not runtime.clock.virtual))


def pytest_report_header(config: pytest.Config) -> str | None:
    """Return the line of pytest's header with the seed of random faults."""
    options = options_of(config)
    if options.seed is None or not (options.chaos or options.faults):
        return None
    what = f"{options.chaos} rounds of chaos" if options.chaos else "faults"
    return f"weex: {what}, seed {options.seed}"


def list_rounds(terminalreporter: Any, config: pytest.Config) -> None:
    """List the tests that failed in a round of `--weex-chaos`, with the seed that repeats the
    round.
    """
    count = options_of(config).chaos
    if not count:
        return
    reports = terminalreporter.stats
    broken = _broken(reports.get("failed", []) + reports.get("error", []))
    if not broken:
        return
    terminalreporter.section("weex chaos")
    command = "weex-runtime test" if options_of(config).js_only else "pytest"
    chaos, seed = ("chaos", "seed") if options_of(config).js_only else ("weex-chaos", "weex-seed")
    for test, seeds in broken.items():
        terminalreporter.line(f"{test} failed in {len(seeds)} of {count} rounds; to repeat one:")
        terminalreporter.line(f"  {command} '{test}' --{chaos} 1 --{seed} {seeds[0]}")


def _broken(reports: list[pytest.TestReport]) -> dict[str, list[Any]]:
    """Return {a failed test's id in round 1: the seeds of all rounds in which the test failed}."""
    seeds: dict[str, list[Any]] = defaultdict(list)
    for report in reports:
        failed = seeds[_ROUND.sub(round_id(1), report.nodeid)]
        failed += [seed for name, seed in report.user_properties if name == _SEED]
    return {test: list(dict.fromkeys(failed)) for test, failed in seeds.items() if failed}
