"""tests/support/node_peer.py: programs in Node for tests."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from websockets.sync.client import connect

from .support.node_peer import NodePeer, install


def test_node_peer_runs_a_program_until_the_with_block_ends(node_modules: Path) -> None:
    with NodePeer("echo.cjs") as peer:
        with connect(f"ws://127.0.0.1:{peer.facts['port']}/") as client:
            client.send("hello")
            assert client.recv() == "hello"
        process = peer._process
    assert process.returncode == 0


def test_npm_packages_in_the_lock_file_are_installed(node_modules: Path) -> None:
    assert (node_modules / "socket.io-client" / "dist" / "socket.io.min.js").is_file()
    assert (node_modules / "mqtt" / "dist" / "mqtt.min.js").is_file()


def test_npm_packages_are_fetched_only_once_for_two_test_runs(
    node_modules: Path, tmp_path: Path
) -> None:
    lock = json.loads((node_modules.parent / "package-lock.json").read_text())
    ws = lock["packages"]["node_modules/ws"]
    root = {"name": "two-at-once", "dependencies": {"ws": ws["version"]}}
    lock |= {"name": root["name"], "packages": {"": root, "node_modules/ws": ws}}
    (tmp_path / "package.json").write_text(json.dumps(root))
    (tmp_path / "package-lock.json").write_text(json.dumps(lock))
    # Threads stand for processes, since the lock works in the same way between threads.
    with ThreadPoolExecutor(2) as threads:
        fetched = list(threads.map(install, [tmp_path, tmp_path]))
    assert sorted(fetched) == [False, True]
    assert (tmp_path / "node_modules" / "ws" / "package.json").is_file()
