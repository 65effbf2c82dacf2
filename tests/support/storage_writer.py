"""A program for tests: a bundle that writes items as fast as possible and prints the results.

python storage_writer.py FILE NAME COUNT: sets NAME-0, NAME-1, ... up to COUNT items, with a page
that has several calls under way; each line of its output is a result and a key.
"""

from __future__ import annotations

import sys

from weex_runtime import Page, Runtime
from weex_runtime.instance.records.console import ConsoleLine

BUNDLE = """// { "framework": "Vanilla" }
var storage = weex.requireModule('storage');
var name = weex.config.writer, count = weex.config.count, next = 0;
function write() {
  if (next === count) return;
  var key = name + '-' + next++;
  storage.setItem(key, 'value of ' + key, function (answer) {
    console.log(answer.result + ' ' + key);
    write();
  });
}
for (var i = 0; i < 10; i++) write();
"""


def main(file: str, name: str, count: int) -> None:
    answered = 0

    def show(page: Page, line: ConsoleLine) -> None:
        nonlocal answered
        answered += 1
        print(line.text, flush=True)

    with Runtime(storage=file, hints=False) as runtime:
        runtime.on_console = show
        runtime.open(source=BUNDLE, config={"writer": name, "count": count})
        runtime.run_until(lambda: answered >= count, timeout=60)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
