// Packs compilers.cjs and the npm packages that it requires into one minified JS expression.
//
//     node pack.cjs NODE_MODULES OUT_FILE
//
// OUT_FILE evaluates to the exports of compilers.cjs. Prints the folders below NODE_MODULES of the
// packages in it, as JSON. Modules are loaded when they are first required.
'use strict';
const fs = require('fs');
const path = require('path');
const { createRequire } = require('module');

const OPTIONS = {
  compress: {
    // The value of the whole is what counts: without these two Terser drops it.
    expression: true,
    negate_iife: false,
    global_defs: { 'process.env.NODE_ENV': 'development' },
  },
  format: { ascii_only: true, comments: false, max_line_len: 500 },
};

// For source maps, Flow and React, which nobody asks the compilers for.
const LEFT_OUT = /^(?:source-map|flow-enums-runtime|react-hot-loader)$/;

// Changes of a file's text; a missing text fails the build.
const CHANGES = {
  'weex-template-compiler/build.js': [
    // Takes exponential time for the name of a handler: a group with `+` inside one with `*`.
    [
      String.raw`/^\s*([A-Za-z_$0-9\['\."\]]+)*\s*\(\s*(([A-Za-z_$0-9\['\."\]]+)?(\s*,\s*([A-Za-z_$0-9\['\."\]]+))*)\s*\)$/`,
      String.raw`/^\s*([A-Za-z_$0-9\['\."\]]+)?\s*\(\s*(([A-Za-z_$0-9\['\."\]]+)?(\s*,\s*([A-Za-z_$0-9\['\."\]]+))*)\s*\)$/`,
    ],
  ],
  // No compiler writes CSS.
  'css/index.js': [["exports.stringify = require('./lib/stringify');", '']],
};

const REQUIRE = /\brequire\((['"])([^'"$]+)\1\)/g;

/** Gives the file of each module a number, in the order of the first `require`. */
class Packer {
  constructor(modules) {
    this.modules = path.resolve(modules);
    this.numbers = new Map(); // file -> number
    this.sources = [];
  }

  /** The number of a file's module, which is packed with all that it requires. */
  add(file, resolve) {
    if (this.numbers.has(file)) return this.numbers.get(file);
    const number = this.numbers.size;
    this.numbers.set(file, number);
    const source = this.changed(file);
    this.sources[number] = file.endsWith('.json')
      ? `module.exports = ${source};`
      : source.replace(REQUIRE, (call, quote, name, offset) => {
          const line = source.slice(source.lastIndexOf('\n', offset) + 1, offset);
          if (/\/\/|^\s*\*/.test(line)) return call; // in a comment
          if (LEFT_OUT.test(name)) return 'undefined';
          const required = resolve(name);
          return `require(${this.add(required, createRequire(required).resolve)})`;
        });
    return number;
  }

  changed(file) {
    let source = fs.readFileSync(file, 'utf8');
    const name = path.relative(this.modules, file).split(path.sep).join('/');
    for (const [from, to] of CHANGES[name] || []) {
      if (!source.includes(from)) throw new Error(`${name} does not contain ${from}`);
      source = source.split(from).join(to);
    }
    return source;
  }

  /** Folders of the packages, relative to NODE_MODULES. */
  packages() {
    const folders = [...this.numbers.keys()]
      .map((file) => path.relative(this.modules, file).split(path.sep).join('/'))
      .filter((name) => !name.startsWith('..'))
      .map((name) => /^(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+/.exec(name)[0]);
    return [...new Set(folders)].sort();
  }
}

async function main([modules, target]) {
  const fromModules = createRequire(path.resolve(modules, 'package.json'));
  const packer = new Packer(modules);
  packer.add(path.join(__dirname, 'compilers.cjs'), fromModules.resolve);
  const bodies = packer.sources.map((source) => `function (module, exports, require) {${source}\n}`);
  const expression = `(function () {
    var loaded = {};
    function require(number) {
      if (!loaded[number]) {
        loaded[number] = { exports: {} };
        bodies[number](loaded[number], loaded[number].exports, require);
      }
      return loaded[number].exports;
    }
    var bodies = [${bodies.join(',\n')}];
    return require(0);
  })()`;
  const { code } = await fromModules('terser').minify(expression, OPTIONS);
  fs.writeFileSync(target, `${code.replace(/;\s*$/, '')}\n`);
  console.log(JSON.stringify(packer.packages()));
}

main(process.argv.slice(2)).catch((error) => {
  console.error(`${error.name}: ${error.message}`);
  process.exit(1);
});
