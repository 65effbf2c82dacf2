"""weex_runtime.module_api.entry_points, compared with importlib.metadata."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Callable
from importlib import metadata
from importlib.machinery import PathFinder
from pathlib import Path

import pytest

from weex_runtime.module_api.entry_points import EntryPoint, entry_points

GROUP = "some.group"

Distribution = Callable[..., Path]


def known(group: str) -> list[EntryPoint]:
    """The entry points that importlib.metadata finds."""
    return [
        EntryPoint(point.name, point.value, point.dist.name if point.dist else "")
        for point in metadata.entry_points(group=group)
    ]


@pytest.fixture
def sites(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Two empty folders at the start of sys.path."""
    folders = [tmp_path / "first", tmp_path / "second"]
    for folder in reversed(folders):
        folder.mkdir()
        monkeypatch.syspath_prepend(folder)
    return folders


def install(folder: Path, info: str, lines: str, name: str) -> None:
    target = folder / info
    target.mkdir()
    file = "METADATA" if info.endswith(".dist-info") else "PKG-INFO"
    (target / file).write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n\nName: no\n")
    (target / "entry_points.txt").write_text(f"[{GROUP}]\n{lines}")


@pytest.mark.parametrize("group", ["weex_runtime.modules", "console_scripts", "pytest11", "none"])
def test_entry_points_equal_those_of_importlib_metadata(group: str) -> None:
    assert entry_points(group) == known(group)


def test_entry_points_have_a_name_value_and_distribution(sites: list[Path]) -> None:
    install(sites[0], "my_tool-1.0.dist-info", "a = tool.a:A\nb=tool", "My.Tool")
    expected = [EntryPoint("a", "tool.a:A", "My.Tool"), EntryPoint("b", "tool", "My.Tool")]
    assert entry_points(GROUP) == expected == known(GROUP)


def test_blank_lines_comments_and_other_groups_in_entry_points_txt_are_ignored(
    sites: list[Path],
) -> None:
    lines = f"# a = x:Y\n\n  a = tool:A  \n[other]\nb = tool:B\n\n[{GROUP}.more]\nc = tool:C\n"
    install(sites[0], "tool-1.0.dist-info", lines, "tool")
    assert entry_points(GROUP) == [EntryPoint("a", "tool:A", "tool")] == known(GROUP)


@pytest.mark.parametrize("info", ["tool-1.0.egg-info", "tool.egg-info", "tool-1.0.DIST-INFO"])
def test_egg_info_and_upper_case_dist_info_folders_are_read(sites: list[Path], info: str) -> None:
    install(sites[0], info, "a = tool:A", "tool")
    assert [point[:2] for point in entry_points(GROUP)] == [("a", "tool:A")]
    assert [point[:2] for point in known(GROUP)] == [("a", "tool:A")]


@pytest.mark.parametrize("hidden", ["tool-1.0", "Tool-1.0", "my--tool-2", "my.tool-2.1.post1"])
def test_distribution_hides_distributions_of_the_same_name_later_on_the_path(
    sites: list[Path], hidden: str
) -> None:
    install(sites[0], "tool-2.0.dist-info", "a = tool:A", "tool")
    install(sites[0], "my_tool-2.0.dist-info", "b = tool:B", "tool")
    install(sites[1], f"{hidden}.dist-info", "a = old:A", "tool")
    assert sorted(entry_points(GROUP)) == sorted(known(GROUP))


def test_files_and_folders_without_entry_points_are_ignored(sites: list[Path]) -> None:
    (sites[0] / "plain-1.0.egg-info").write_text("Name: plain\n")
    (sites[0] / "empty-1.0.dist-info").mkdir()
    sys.path.insert(0, str(sites[0] / "missing"))  # the fixture `sites` restores sys.path
    assert entry_points(GROUP) == [] == known(GROUP)


def test_empty_entry_of_sys_path_means_the_working_folder(
    sites: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    install(sites[0], "tool-1.0.dist-info", "a = tool:A", "tool")
    monkeypatch.chdir(sites[0])
    monkeypatch.setattr(sys, "path", ["", *sys.path[2:]])
    assert entry_points(GROUP) == [EntryPoint("a", "tool:A", "tool")] == known(GROUP)


def test_entry_points_of_a_wheel_and_an_egg_on_sys_path_are_read(sites: list[Path]) -> None:
    wheel = sites[0] / "tool-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("tool-1.0.dist-info/METADATA", "Name: tool\n")
        archive.writestr("tool-1.0.dist-info/entry_points.txt", f"[{GROUP}]\na = tool:A\n")
    egg = sites[0] / "other-1.0-py3.egg"
    egg.mkdir()
    install(egg, "EGG-INFO", "b = other:B", "other")
    sys.path += [str(wheel), str(egg)]
    expected = [EntryPoint("a", "tool:A", "tool"), EntryPoint("b", "other:B", "other")]
    assert entry_points(GROUP) == expected == known(GROUP)


def test_entry_points_of_distributions_from_a_custom_finder_are_found(
    sites: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = sites[0] / "elsewhere"
    elsewhere.mkdir()
    install(elsewhere, "tool-1.0.dist-info", "a = tool:A", "tool")

    class Finder:
        @staticmethod
        def find_spec(name: str, path: object = None, target: object = None) -> None:
            return None

        @staticmethod
        def find_distributions(
            context: metadata.DistributionFinder.Context,
        ) -> list[metadata.Distribution]:
            inner = metadata.DistributionFinder.Context(name=context.name, path=[str(elsewhere)])
            return list(PathFinder.find_distributions(inner))

    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, Finder])
    assert entry_points(GROUP) == [EntryPoint("a", "tool:A", "tool")] == known(GROUP)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("json", "json"),
        ("json.decoder:JSONDecoder", "JSONDecoder"),
        ("json : JSONDecoder.decode", "decode"),
        ("json:JSONDecoder [extra1, extra2]", "JSONDecoder"),
    ],
)
def test_load_of_an_entry_point_imports_the_object(value: str, expected: str) -> None:
    assert EntryPoint("a", value, "tool").load().__name__ == expected


@pytest.mark.parametrize(
    ("value", "error"), [("no_such_module", ImportError), ("json:No", AttributeError)]
)
def test_load_of_an_entry_point_raises_for_a_missing_object(
    value: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        EntryPoint("a", value, "tool").load()


def test_importlib_metadata_is_not_imported_if_sys_path_has_only_folders() -> None:
    """Importing it takes a fifth of a cold start."""
    program = (
        "import sys; from weex_runtime.module_api.entry_points import entry_points;"
        "print(len(entry_points('weex_runtime.modules')) > 3, 'importlib.metadata' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (run.stdout.split(), run.stderr) == (["True", "False"], "")
