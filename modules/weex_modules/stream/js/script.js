// Runs the script of a JSONP response. Names that the script does not define become functions; the
// argument of the first call of one of these functions is the data. Native half: stream/script.py.
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

  // With the JSON of [source, names] as `text`, run the source. With an empty `text`, return the data
  // that the source passed to its first call.
  return function (text) {
    if (text === '') return found && (found.data === undefined ? 'null' : found.data);
    const [source, given] = parse(text);
    names = given;
    const run = new Function('scope', `with (scope) {\n${source}\n}`);
    run.call(scope, scope);
    return null;
  };
})()
