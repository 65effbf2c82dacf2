// Rewrites the text of a field by the regular expressions of a bundle (`setTextFormatter`). Native
// half: weex_modules/components/edit/formatter.py.
(function (native) {
  'use strict';
  const { parse } = JSON;
  const { apply } = Reflect;
  const { exec } = RegExp.prototype;
  const { replace } = String.prototype;
  const Expression = RegExp;
  const REPEATS = 3; // devices repeat until the text does not change, at most this number of times

  // Makes the RegExp of a rule. With the flag `u` the RegExp matches whole code points, as on
  // devices. Expressions that are invalid with this flag are compiled without it.
  function expression([source, flags]) {
    try {
      return new Expression(source, `${flags}u`);
    } catch (_) {
      return new Expression(source, flags);
    }
  }

  // The empty alternative makes the expression match "". The match has an entry for each group, so
  // its length gives the number of groups.
  function requireGroup([source, , , group]) {
    const { length } = apply(exec, new Expression(`${source}|`), ['']);
    if (group >= length) {
      throw new RangeError(`the replacement has $${group}, /${source}/ has ${length - 1} groups`);
    }
  }

  // Returns [formatted text] as JSON; if a rule is invalid, [null, message]. `json` has [text,
  // recover rule, format rule]; a rule is [source, flags, replacement, highest group number in the
  // replacement].
  native.formatText = (json) => {
    let [text, recover, format] = parse(json);
    let shown;
    let raw;
    try {
      requireGroup(recover);
      requireGroup(format);
      raw = expression(recover);
      shown = expression(format);
    } catch (error) {
      return native.toText([null, native.describe(error)[0]], 'formatText');
    }
    for (let i = 0; i < REPEATS; i++) {
      const formatted = apply(replace, apply(replace, text, [raw, recover[2]]), [shown, format[2]]);
      if (formatted === text) break;
      text = formatted;
    }
    return native.toText([text], 'formatText');
  };
})(globalThis.__native);
