// Opens a bundle, looks at its tree, ends: node start.js BUNDLE
'use strict';
const fs = require('fs');
const { Device } = require('./device.js');

const page = new Device().open(fs.readFileSync(process.argv[2], 'utf8'));
if (page.document.root.children.length === 0) throw new Error('nothing is rendered');
