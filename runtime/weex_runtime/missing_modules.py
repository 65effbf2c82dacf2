"""The warning about modules that a bundle requires and nobody registered."""

from __future__ import annotations

from collections.abc import Sequence

from weex_runtime.text_match import nearest

_NEAR = 0.8  # of 1: a slip in one name, and not another name


def words(missing: Sequence[str], known: Sequence[str]) -> str:
    """Say which modules are missing and what to do, in one sentence.

    Args:
        missing: At least one.
        known: The names of those that are registered.
    """
    names = ", ".join(map(repr, missing))
    candidates = [(name, name) for name in known]
    meant = [
        f"{near!r} for {name!r}" if len(missing) > 1 else repr(near)
        for name in missing
        for _, near in nearest(name, candidates, 1, alike=_NEAR)
    ]
    stubs = _stubs(missing)
    options = " ".join(f"--stub '{name}'" if "*" in name else f"--stub {name}" for name in stubs)
    subject, it = (
        (f"modules {names} are", "them") if len(missing) > 1 else (f"module {names} is", "it")
    )
    return (
        f"{subject} not registered, so requireModule answers undefined; "
        + (f"did you mean {', '.join(meant)}? Or " if meant else "")
        + f"write {it} in Python (Runtime(modules=[...])), or "
        f"accept and record every call with {options} / Runtime(stubs={stubs!r})"
    )


def _stubs(names: Sequence[str]) -> list[str]:
    """The names, those with a common folder as one pattern."""
    stubs: dict[str, None] = {}
    for name in names:
        folder = name.rpartition("/")[0]
        family = [other for other in names if folder and other.startswith(f"{folder}/")]
        stubs[f"{folder}/*" if len(family) > 1 else name] = None
    return list(stubs)
