// Loader of webpack: the types of TypeScript are removed, not checked.
'use strict';
const typescript = require('typescript');

const compilerOptions = { module: 'commonjs', target: 'es5', lib: ['es2015'] };

module.exports = (text) => typescript.transpileModule(text, { compilerOptions }).outputText;
