// Packs scripts, each with all files that it requires, into one minified JS expression each.
//
//     node pack.cjs NODE_MODULES OUT_DIR NAME=ENTRY...
//
// ENTRY is an npm package, or the path of a script that requires packages. OUT_DIR/NAME.js evaluates
// to its exports, as require() under Node would return them. Prints {NAME: the folders below
// NODE_MODULES of the packages in it} as JSON. Modules are loaded when they are first required; free
// names (global, console, WXEnvironment) stay free: the engine that evaluates the file binds them.
'use strict';
const fs = require('fs');
const path = require('path');
const { createRequire } = require('module');

const OPTIONS = {
  compress: {
    // The value of the whole is what counts: without these two Terser drops it.
    expression: true,
    negate_iife: false,
    // A function moved to its only call would be made anew at each call: updates of a page take 3 %
    // more time.
    inline: 1,
    reduce_funcs: false,
    // Vue's warnings are wanted. More passes gain less than one percent.
    global_defs: { 'process.env.NODE_ENV': 'development' },
  },
  // Short lines: the line number in a stack trace then points somewhere.
  format: { ascii_only: true, comments: false, max_line_len: 500 },
};
// Compressing a minified file again takes ten seconds and gains nothing.
const OPTIONS_OF_MINIFIED = { compress: false, mangle: false, format: OPTIONS.format };

// The entry of jasmine-core reads folders of Node; the library is the file beside it.
const ENTRIES = {
  'babel-standalone': 'babel-standalone/babel.min.js',
  'jasmine-core': 'jasmine-core/lib/jasmine-core/jasmine.js',
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
  // Vue looks for its server renderer here unless WXEnvironment names a platform.
  'weex-vue-framework/factory.js': [["global['process'].env.VUE_ENV", 'undefined']],
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

/** Source text of an expression that evaluates to the exports of the first module. */
function expression(sources) {
  const bodies = sources.map((source) => `function (module, exports, require) {${source}\n}`);
  return `(function () {
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
}

async function main([modules, target, ...pairs]) {
  const fromModules = createRequire(path.resolve(modules, 'package.json'));
  const packages = {};
  for (const [name, entry] of pairs.map((pair) => pair.split('='))) {
    const packer = new Packer(modules);
    const file = ENTRIES[entry] ? path.resolve(modules, ENTRIES[entry]) : fromModules.resolve(entry);
    // A script outside NODE_MODULES requires the packages in it.
    packer.add(file, path.isAbsolute(entry) ? fromModules.resolve : createRequire(file).resolve);
    const options = file.endsWith('.min.js') ? OPTIONS_OF_MINIFIED : OPTIONS;
    const { code } = await fromModules('terser').minify(expression(packer.sources), options);
    fs.writeFileSync(path.join(target, `${name}.js`), `${code.replace(/;\s*$/, '')}\n`);
    packages[name] = packer.packages();
  }
  console.log(JSON.stringify(packages));
}

main(process.argv.slice(2)).catch((error) => {
  console.error(`${error.name}: ${error.message}`);
  process.exit(1);
});
