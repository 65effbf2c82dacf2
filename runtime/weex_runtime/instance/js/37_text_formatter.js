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

  // Makes the expression of a rule. With the flag `u`, it matches whole characters, as on devices,
  // but some expressions are invalid with this flag.
  function expression([source, flags]) {
    try {
      return new Expression(source, `${flags}u`);
    } catch (_) {
      return new Expression(source, flags);
    }
  }

  // A further, empty alternative matches each text, so that the match has all groups.
  function requireGroup([source, , , group]) {
    const { length } = apply(exec, new Expression(`${source}|`), ['']);
    if (group >= length) {
      throw new RangeError(`the replacement has $${group}, /${source}/ has ${length - 1} groups`);
    }
  }

  // Returns [formatted text], or [null, the problem with a rule], as JSON. The arguments are [text,
  // recover rule, format rule] as JSON; a rule is [source, flags, replacement, its last group].
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
