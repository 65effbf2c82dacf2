// RegExp.$1 to RegExp.$9, which devices' engines have and QuickJS has not; many apps format dates
// with them. Each match is watched for that, so only for bundles whose text names them.
// ECMAScript proposal "Legacy RegExp features".
(function (native) {
  'use strict';
  native.keepMatches = () => {
    const { exec } = RegExp.prototype;
    let last = [];
    // `test` and the methods of strings come by here too.
    RegExp.prototype.exec = function (text) {
      const match = exec.call(this, text);
      if (match) last = match;
      return match;
    };
    for (let i = 1; i <= 9; i++) {
      Object.defineProperty(RegExp, `$${i}`, {
        get: () => (last[i] === undefined ? '' : last[i]), configurable: true,
      });
    }
  };
})(globalThis.__native);
