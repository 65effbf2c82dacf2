// Turns npm packages into one minified JS expression each.
//
//     node minify.cjs NODE_MODULES OUT_DIR NAME=PACKAGE...
//
// OUT_DIR/NAME.js evaluates to the exports of PACKAGE, as require() under Node would return them.
// Free names (global, console, WXEnvironment) stay free: the engine that evaluates it binds them.
'use strict';
const fs = require('fs');
const path = require('path');
const { createRequire } = require('module');

const OPTIONS = {
  compress: {
    // The value of the whole is what counts: without these two Terser drops it.
    expression: true,
    negate_iife: false,
    // Vue's warnings are wanted. More passes gain less than one percent.
    global_defs: { 'process.env.NODE_ENV': 'development' },
  },
  // Short lines: the line number in a stack trace then points somewhere.
  format: { ascii_only: true, comments: false, max_line_len: 500 },
};

// The entry of jasmine-core reads folders of Node; the library is the file beside it.
const ENTRIES = {
  'babel-standalone': 'babel.min.js',
  'jasmine-core': 'lib/jasmine-core/jasmine.js',
};
// Compressing a minified file again takes ten seconds and gains nothing.
const OPTIONS_OF_MINIFIED = { compress: false, mangle: false, format: OPTIONS.format };

/** Source text of an expression that evaluates to the exports of one CommonJS file. */
function expression(file) {
  const source = fs
    .readFileSync(file, 'utf8')
    // Vue looks for its server renderer here unless WXEnvironment names a platform.
    .replace("global['process'].env.VUE_ENV", 'undefined');
  // No package requires another one; Vue requires one file beside its own.
  const required = /\brequire\('(\.[^']*)'\)/.exec(source);
  const require = required
    ? `function () { return ${expression(createRequire(file).resolve(required[1]))}; }`
    : 'undefined';
  // The inner function keeps a leading 'use strict' a directive.
  return `(function () {
    var module = { exports: {} };
    (function (module, exports, require) {
${source}
    })(module, module.exports, ${require});
    return module.exports;
  })()`;
}

async function main([modules, target, ...pairs]) {
  const packages = createRequire(path.resolve(modules, 'package.json'));
  const { minify } = packages('terser');
  for (const [name, packageName] of pairs.map((pair) => pair.split('='))) {
    const entry = ENTRIES[packageName];
    const file = entry ? path.join(modules, packageName, entry) : packages.resolve(packageName);
    const options = file.endsWith('.min.js') ? OPTIONS_OF_MINIFIED : OPTIONS;
    const { code } = await minify(expression(file), options);
    fs.writeFileSync(path.join(target, `${name}.js`), `${code.replace(/;\s*$/, '')}\n`);
  }
}

main(process.argv.slice(2)).catch((error) => {
  console.error(`${error.name}: ${error.message}`);
  process.exit(1);
});
