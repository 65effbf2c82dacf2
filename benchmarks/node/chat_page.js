// What a test of the chat page does, without a test runner: node chat_page.js BUNDLE COUNT
// Writes how many milliseconds one takes. The same in Python: ../chat_page.py.
'use strict';
const assert = require('assert');
const fs = require('fs');

let device;

function byTestId(page, testId) {
  for (const element of page.document.elements.values()) {
    if (element.attr.testId === testId) return element;
  }
  throw new Error(`no element has testId ${testId}`);
}

/** A page with globals of its own is opened, clicked and looked at; then it goes. */
async function testChatPage(bundle) {
  device ??= new (require('./device.js').Device)();
  const page = device.open(fs.readFileSync(bundle, 'utf8'), {}, true);
  page.fireEvent(byTestId(page, 'connect').ref, 'click', {});
  await new Promise(setImmediate); // Vue renders in a promise job
  assert.strictEqual(byTestId(page, 'status').attr.value, 'say who you are first');
  device.close(page);
}

async function main(bundle, count) {
  const start = process.hrtime.bigint();
  for (let i = 0; i < count; i++) await testChatPage(bundle);
  console.log(Number(process.hrtime.bigint() - start) / 1e6 / count);
}

module.exports = { testChatPage };
if (require.main === module) main(process.argv[2], Number(process.argv[3]));
