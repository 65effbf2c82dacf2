// RegExp.$1, RegExp.lastMatch and so on, which devices' engines have and QuickJS lacks; many apps
// format dates with them. This script records each match. The script runs only for bundles whose
// text names one of these properties (boot.py). ECMAScript proposal "Legacy RegExp features".
(function (native) {
  'use strict';
  native.setup.keepMatches = () => {
    const { exec } = RegExp.prototype;
    const { apply, defineProperty } = Reflect;
    let last = ['']; // a copy of the last result of exec, which a bundle may change
    let text = ''; // the searched text
    let index = 0;
    let input = '';

    // RegExp.prototype.test and the methods of strings call exec, so this function records their
    // matches, too.
    const watched = {
      exec(string) {
        const match = apply(exec, this, [string]);
        if (match) {
          last = match.slice();
          ({ index, input: text } = match);
          input = text;
        }
        return match;
      },
    };
    defineProperty(RegExp.prototype, 'exec', { value: watched.exec });

    function define(names, get, set = () => {}) {
      for (const name of names) defineProperty(RegExp, name, { get, set, configurable: true });
    }
    define(['input', '$_'], () => input, (value) => { input = `${value}`; });
    define(['lastMatch', '$&'], () => last[0]);
    define(['lastParen', '$+'], () => (last.length > 1 && last[last.length - 1]) || '');
    define(['leftContext', '$`'], () => text.slice(0, index));
    define(['rightContext', "$'"], () => text.slice(index + last[0].length));
    for (let i = 1; i <= 9; i++) define([`$${i}`], () => last[i] || '');
  };
})(globalThis.__native);
