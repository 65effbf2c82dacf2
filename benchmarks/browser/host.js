// Opens pages and has them work; measures the wall time as ../node/peer.js does.
'use strict';

// What is under way: `pages` have yet to call.
const waiting = { pages: 0, count: 0, length: 0, finish: null };
let frames = [];

/** The module `bench` of all pages: a page is ready for work, or has done its work. */
const host = {
  ready() {
    host.done(0, 0);
  },
  done(count, length) {
    waiting.pages -= 1;
    waiting.count += count;
    waiting.length += length;
    if (waiting.pages === 0) waiting.finish();
  },
};
window.host = host;

/**
 * Runs `work`; resolves when so many pages have called bench and are laid out, as they must be for
 * a click or a look at an element: {wall, count, length}.
 */
function measure(pages, work) {
  return new Promise((resolve) => {
    const start = performance.now();
    Object.assign(waiting, {
      pages, count: 0, length: 0,
      finish() {
        for (const frame of frames) frame.contentDocument.body.offsetHeight; // lays out
        const wall = (performance.now() - start) / 1000;
        resolve({ wall, count: waiting.count, length: waiting.length });
      },
    });
    work();
  });
}

/** Opens pages; with a URL until each has a connection, else until each is rendered. */
function openPages(bundle, url, count) {
  const address = `page.html?${new URLSearchParams({ bundle, url })}`;
  return measure(count, () => {
    frames = [];
    for (let i = 0; i < count; i++) {
      const frame = document.createElement('iframe');
      if (!url) frame.onload = () => host.ready();
      frame.src = address;
      frames.push(document.body.appendChild(frame));
    }
  });
}

/** Fires `run` on all pages of the last `openPages`, until they are done. */
function runPages(work) {
  return measure(frames.length, () => {
    for (const frame of frames) frame.contentWindow.run(work);
  });
}
