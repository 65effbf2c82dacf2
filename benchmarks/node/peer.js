// The Node side of the benchmarks: node --expose-gc peer.js [--contexts]
// Requests and answers: ../peers.py.
'use strict';
const fs = require('fs');
const readline = require('readline');
const { Device } = require('./device.js');

const IN_CONTEXT = process.argv.includes('--contexts');

/** Where a bundle says that it is ready for work, and that work is done. */
class BenchModule {
  ready() {
    waiting.pages -= 1;
    if (waiting.pages === 0) waiting.finish();
  }

  done(count, length) {
    waiting.pages -= 1;
    waiting.count += count;
    waiting.length += length;
    if (waiting.pages === 0) waiting.finish();
  }
}

// What is under way: `pages` have yet to call.
const waiting = { pages: 0, count: 0, length: 0, finish: null };

/** Runs `work`; resolves when so many pages have called bench: {wall, cpu, count, length}. */
function measure(pages, work) {
  return new Promise((resolve) => {
    const cpu = process.cpuUsage();
    const wall = process.hrtime.bigint();
    Object.assign(waiting, {
      pages, count: 0, length: 0,
      finish() {
        const seconds = Number(process.hrtime.bigint() - wall) / 1e9;
        const { user, system } = process.cpuUsage(cpu);
        resolve({
          wall: seconds, cpu: (user + system) / 1e6, count: waiting.count, length: waiting.length,
        });
      },
    });
    work();
    if (pages === 0) waiting.finish();
  });
}

function withoutRefs({ type, attr, style, event, children }) {
  return { type, attr, style, event, children: children.map(withoutRefs) };
}

let device;
let pages = [];

const requests = {
  open({ bundle, url, pages: count }) {
    device ??= new Device({ bench: { methods: ['ready', 'done'], make: () => new BenchModule() } });
    const source = fs.readFileSync(bundle, 'utf8');
    return measure(url ? count : 0, () => {
      pages = [];
      for (let i = 0; i < count; i++) pages.push(device.open(source, { url }, IN_CONTEXT));
    });
  },
  run({ work }) {
    return measure(pages.length, () => {
      for (const page of pages) page.fireEvent('_root', 'run', { ...work });
    });
  },
  tree() {
    return { tree: withoutRefs(pages[0].document.root) };
  },
  collect() {
    global.gc();
    return {};
  },
};

const lines = readline.createInterface({ input: process.stdin });
lines.on('line', async (line) => {
  const request = JSON.parse(line);
  console.log(JSON.stringify(await requests[request.do](request)));
});
lines.on('close', () => process.exit());
