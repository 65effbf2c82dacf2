// Compile CSS to the format that weex-loader uses: {class: {property: value}}.
// Source: weex-vue-loader 0.7.0, style-loader.js; weex-styler 0.3.1.
(function (sources) {
  'use strict';
  const LENGTH = /^([-+]?\d*\.?\d+)(rem|vw|vh|vmin|vmax|cm|mm|q|in|pt|pc|px)$/;
  const MARKED = /"([-+]?\d*\.?\d+)CSS_UNIT_([A-Z]+)"/g;

  // Matches warnings of weex-styler 0.3.1 about styles that devices support. Source: Android
  // Constants.java, interface Name.
  const SUPPORTED =
    /^`(?:align-(?:self|content)|box-shadow|direction|elevation|filter|item-(?:color|selected-color|size)|(?:max|min)-(?:height|width)|perspective|placeholder-color|resize|transform-origin|visibility|word-wrap)` is not a standard/;

  /** Replacer of JSON.stringify: removes the unit px, and marks other units for `expression`. */
  function convert(key, value) {
    const length = typeof value === 'string' && LENGTH.exec(value);
    if (!length) return value;
    return length[2] === 'px' ? length[1] : `${length[1]}CSS_UNIT_${length[2].toUpperCase()}`;
  }

  /** Returns JS for styles. Devices without `CSS_UNIT` get lengths as they are written. */
  function expression(styles) {
    return JSON.stringify(styles, convert, 2).replace(
      MARKED,
      (all, number, unit) =>
        `(typeof CSS_UNIT === "object" ? ${number} * CSS_UNIT.${unit} : "${number}${unit.toLowerCase()}")`
    );
  }

  /** Returns notes about CSS rules like @media, which weex-styler drops without a message. */
  function dropped(text) {
    return text.split('\n').flatMap((line, index) => {
      const rule = /^\s*@(media|import|keyframes|supports)\b/.exec(line);
      return rule ? [{ line: index + 1, text: `@${rule[1]} is ignored: Weex has no such rule` }] : [];
    });
  }

  /**
   * @param {string} text  CSS
   * @returns {{code: string, notes: {line: number, text: string}[]}} lines count from 1
   */
  sources.compileStyles = function (text) {
    let result;
    let mistakes;
    const notes = dropped(text);
    try {
      sources.compilers.parseStyles(text, (errors, parsed) => {
        mistakes = errors || [];
        result = parsed;
      });
    } catch (error) {
      if (sources.isOfLimit(error)) throw error;
      // weex-styler throws for a `transition` that lists several properties. Report this cause.
      const before = text.split(/\btransition\s*:[^;}]*,/);
      const line = before.length > 1 ? before[0].split('\n').length : 0;
      const why = line ? '`transition` with several properties is not supported' : error.message;
      throw new sources.Problem(`weex-styler cannot compile the styles: ${why}`, line);
    }
    if (mistakes.length) {
      const { reason, line, column } = mistakes[0];
      throw new sources.Problem(`the styles do not compile: ${reason}`, line, column);
    }
    for (const entry of result.log) {
      const [, level, reason] = /^(ERROR|WARNING|NOTE):?\s*([^]*)$/.exec(entry.reason) || [0, 'ERROR', entry.reason];
      if (level === 'NOTE' || SUPPORTED.test(reason)) continue;
      notes.push({ line: entry.line || 0, text: reason.trim() });
    }
    return { code: expression(result.jsonStyle), notes };
  };
})(globalThis.sources);
