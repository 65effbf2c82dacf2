"""The project of a file, and whether a file is in a folder."""

from __future__ import annotations

import os

_MARKS = ("package.json", "weex.config.json", "pyproject.toml")


def project_root(file: str) -> str:
    """Return the nearest folder, from a file upwards, that contains package.json, weex.config.json
    or pyproject.toml; without such a folder, the file's folder.
    """
    folder = os.path.dirname(os.path.abspath(file))
    return next((up for up in folders_upwards(folder) if is_marked(up)), folder)


def folders_upwards(folder: str) -> list[str]:
    """Return a folder and all its parent folders, nearest first."""
    folders = [folder]
    while (up := os.path.dirname(folders[-1])) != folders[-1]:
        folders.append(up)
    return folders


def is_marked(folder: str) -> bool:
    """Whether a folder has a file that marks the root of a project."""
    return any(os.path.isfile(os.path.join(folder, mark)) for mark in _MARKS)


def contains(place: str, real: str) -> bool:
    """Whether the path `real`, a result of `os.path.realpath`, is the file or folder `place`, or is
    inside the folder `place`.

    Files are compared, not names: case does not matter where the file system ignores case.
    """
    ways = folders_upwards(real)
    if os.path.realpath(place) in ways:
        return True
    try:
        wanted = os.stat(place)
    except (OSError, ValueError):  # the path has NUL characters
        return False
    return any(_is_same(way, wanted) for way in ways)


def is_in_workspace_package(path: str, real: str, root: str) -> bool:
    """Whether a path leads into a package of the project's workspace. In the workspace's
    node_modules folders npm, yarn and pnpm make links to such packages.

    Args:
        real: The real path.
        root: The root of the project. Each folder above the root for which `is_marked` is true
            counts as a workspace.
    """
    start, folder, inner = path.partition(f"{os.sep}node_modules{os.sep}")
    parts = inner.split(os.sep)
    size = 2 if inner.startswith("@") else 1
    if not folder or len(parts) <= size or os.pardir in parts:
        return False
    target = os.path.realpath(os.path.join(start, "node_modules", *parts[:size]))
    return (
        contains(target, real)
        and os.path.isfile(os.path.join(target, "package.json"))
        and not contains(target, os.path.realpath(root))
        and any(
            is_marked(up) and contains(up, os.path.realpath(start)) and contains(up, target)
            for up in folders_upwards(root)
        )
    )


def _is_same(path: str, wanted: os.stat_result) -> bool:
    try:
        return os.path.samestat(os.stat(path), wanted)
    except (OSError, ValueError):
        return False
