// Run the script of a JSONP response. Each name that the script does not define is a function; the
// data of the response is the argument of the first call of such a function. The Python half is
// stream/script.py.
(function () {
  'use strict';
  const { parse, stringify } = JSON;
  const GLOBALS = ['window', 'self', 'globalThis', 'top', 'parent', 'global', 'this'];
  let names = []; // names in the URL's query; a call of one of these names overrides other calls
  let found = null; // the call that gives the data: {isNamed, data: JSON text}

  function note(path, args) {
    const isNamed = names.includes(path);
    if (found && (found.isNamed || !isNamed)) return;
    const data = args.length ? stringify(args[0]) : '{}';
    if (data !== undefined || isNamed) found = { isNamed, data };
  }

  const unknown = (path) => new Proxy(function () {}, {
    get: (target, key) => (typeof key === 'symbol' || key in target
      ? Reflect.get(target, key)
      : unknown(`${path}.${key}`)),
    apply(target, self, args) { note(path, args); },
  });

  const scope = new Proxy({ __proto__: null }, {
    has: (defined, key) => typeof key !== 'symbol'
      && (key in defined || GLOBALS.includes(key) || !(key in globalThis)),
    get(defined, key) {
      if (typeof key === 'symbol') return undefined;
      if (key in defined) return defined[key];
      if (GLOBALS.includes(key)) return scope;
      return key in globalThis ? globalThis[key] : unknown(key);
    },
  });

  // If `text` is the JSON of [source, names], run the source. If `text` is empty, return the data
  // that the source has passed to a function (`found`).
  return function (text) {
    if (text === '') return found && (found.data === undefined ? 'null' : found.data);
    const [source, given] = parse(text);
    names = given;
    const run = new Function('scope', `with (scope) {\n${source}\n}`);
    run.call(scope, scope);
    return null;
  };
})()
