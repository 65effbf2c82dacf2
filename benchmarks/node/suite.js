// COUNT tests of a kind in Node's test runner: COUNT=200 node suite.js chat_page|nothing BUNDLE
'use strict';
const test = require('node:test');

const [kind, bundle] = process.argv.slice(2);
const work = kind === 'nothing' ? () => {} : () => require('./chat_page.js').testChatPage(bundle);
for (let i = 0; i < Number(process.env.COUNT); i++) test(`${kind} ${i}`, work);
