// For old devices, lower scripts to ES5 with Babel 6, the compiler of the official tool chain.
(function (sources) {
  'use strict';

  // The plugins of the presets es2015 and stage-0 for syntax of scripts, without
  // transform-regenerator: its code needs a library that devices do not have.
  const ES2015 = [
    ...['arrow-functions', 'block-scoped-functions', 'block-scoping', 'classes', 'computed-properties'],
    ...['destructuring', 'duplicate-keys', 'for-of', 'function-name', 'literals', 'object-super'],
    ...['parameters', 'shorthand-properties', 'spread', 'sticky-regex', 'template-literals', 'unicode-regex'],
  ];
  const PLUGINS = [
    'check-es2015-constants',
    ...ES2015.map((name) => `transform-es2015-${name}`),
    ...['transform-exponentiation-operator', 'transform-object-rest-spread'],
    ...['syntax-async-functions', 'syntax-trailing-function-commas'],
  ];
  const KEPT =
    'async functions and generators are not lowered to ES5; a device needs a JavaScriptCore with ES2017, like that of iOS 10.3';

  /**
   * @param {string} code
   * @returns {{code: string, notes: {line: number, text: string}[]}} The code with its line numbers.
   *   Notes name syntax that could not be lowered.
   */
  sources.lower = function (code) {
    let kept = 0;
    const noteKept = {
      visitor: {
        Function({ node }) {
          if (!kept && (node.async || node.generator)) kept = node.loc ? node.loc.start.line : 1;
        },
      },
    };
    const { availablePlugins, transform } = sources.babel;
    const options = {
      babelrc: false,
      compact: false,
      plugins: [noteKept, ...PLUGINS.map((name) => availablePlugins[name])],
      retainLines: true,
      sourceType: 'script',
    };
    try {
      const lowered = transform(code, options).code;
      return { code: lowered, notes: kept ? [{ line: kept, text: KEPT }] : [] };
    } catch (error) {
      if (sources.isOfLimit(error)) throw error;
      const why = error.message.replace(/^unknown: /, '').replace(/\s*\(\d+:\d+\)[^]*$/, '');
      const text = `the script is not lowered to ES5, since Babel cannot read it: ${why}`;
      return { code, notes: [{ line: error.loc ? error.loc.line : 0, text }] };
    }
  };
})(globalThis.sources);
