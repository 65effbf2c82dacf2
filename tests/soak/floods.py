"""`make soak`: bundles that make Python keep data, each in a process of its own, whose memory stays
near the limit of the page.
"""

from __future__ import annotations

import resource
import subprocess
import sys

import pytest

from weex_runtime import Runtime

LIMIT = 32 << 20  # memory limit of the page in bytes

# Maximum growth of the process in bytes. MOST is larger than LIMIT, since the lists that hold the
# page's records also take memory.
MOST = 3 * LIMIT

START = """// { "framework": "Vanilla" }
document.documentElement.appendChild(document.createElement('div'));
var long = new Array(1 << 12).join('x');
function module(name) { return weex.requireModule(name); }
function component(type) {
  var element = document.createElement(type, { attr: { src: 'http://a.example/' } });
  document.body.appendChild(element);
  return element;
}
for (var i = 0, web; i < %d; i++) { %s }
"""
# {name of a flood: (number of repetitions, JS to repeat)}
FLOODS = {
    "toasts": (30_000, "module('modal').toast({ message: long + i });"),
    "prompts": (10_000, "module('modal').prompt({ message: long + i }, () => 0);"),
    "pickers": (3_000, "module('picker').pick({ items: [long + i] }, () => 0);"),
    "opened addresses": (30_000, "module('event').openURL('http://a/' + long + i);"),
    "pushed pages": (3_000, "module('navigator').push({ url: 'file:///none/' + long + i });"),
    "transitions": (
        3_000,
        "module('animation').transition('_root', { styles: { opacity: i }, duration: 1e4 });",
    ),
    "rules": (
        30_000,
        "module('dom').addRule('fontFace', { fontFamily: long + i, src: \"url('http://a.b')\" });",
    ),
    "web history": (
        30_000,
        "web = web || component('web'); web.setAttr('src', 'http://a/' + i + long);",
    ),
    "web messages": (
        30_000,
        "web = web || component('web');"
        "callNativeComponent('1', web.ref, 'postMessage', [long + i]);",
    ),
    "copied texts": (30_000, "module('clipboard').setString(long + i);"),
    "sockets": (300, "module('webSocket').WebSocket('ws://127.0.0.1:9/' + i);"),
    "calls of stubs": (30_000, "module('camera').shoot(long + i);"),
    "types of elements": (
        3_000,
        "callAddElement('1', '_root', { ref: 'r' + i, type: long + i }, -1);",
    ),
    "unknown modules": (30_000, "callNativeModule('1', i + long, 'x', []);"),
    "recycle-lists": (
        300,
        "callNativeComponent('1', component('recycle-list').ref, 'setListData', [[{ a: long }]]);",
    ),
    "rejected promises": (30_000, "Promise.reject(new Error(long + i));"),
    "timers": (30_000, "setTimeout(() => 0, 1e6 + i);"),
    "titles": (10_000, "module('navigator').setNavBarTitle({ title: long + i }, () => 0);"),
}


@pytest.mark.parametrize("name", FLOODS)
def test_memory_of_the_process_stays_near_the_memory_limit_of_a_flooding_page(name: str) -> None:
    command = [sys.executable, "-m", "tests.soak.floods", name]
    ended = subprocess.run(command, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    assert int(ended.stdout) < MOST


def flood(name: str) -> int:
    """Run a bundle, and return the number of bytes by which the process has grown."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with Runtime(memory_limit=LIMIT, time_limit=600, hints=False, stubs=["camera"]) as runtime:
        page = runtime.open(source=START % FLOODS[name])
        for _ in range(20):
            runtime.looper.turn(0)
        page.outline()
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) << 10


if __name__ == "__main__":
    print(flood(sys.argv[1]))
