// Find the names that ES modules import and export. Rewrite `export const a = 1, b = 2` as two
// statements, since Sucrase exports the first name only.
(function (sources) {
  'use strict';

  const OPEN = /^([([{]|\$\{)$/;
  const CLOSE = /^[)\]}]$/;
  const DECLARATION = /^(const|let|var)$/;

  // Matches words that continue a statement: a line break before or after them does not end the
  // statement.
  const CONTINUES = /^(in|instanceof|typeof|new|void|delete|await|yield)$/;

  /** Returns the tokens of a script as `{text, start, end, type}`. */
  sources.wordsOf = function (script, isTypeScript = false) {
    const { tokens } = sources.compilers.parseScript(script, false, isTypeScript, false);
    return tokens.map(({ start, end, type }) => ({ text: script.slice(start, end), start, end, type }));
  };

  /** Whether a line break between two tokens ends the statement. */
  function endsBetween(text, before, after) {
    return (
      text.slice(before.end, after.start).includes('\n') &&
      /[\w$)\]}"'`]$/.test(before.text) &&
      /^[\w$"'{@#]/.test(after.text) &&
      !CONTINUES.test(before.text) &&
      !CONTINUES.test(after.text)
    );
  }

  /**
   * Write `export const a = 1, b = 2` as two statements, since Sucrase exports the first name only.
   *
   * @param {string} text
   * @param {Object[]} words  result of `wordsOf`
   * @returns {string} with the same line numbers
   */
  sources.splitExports = function (text, words) {
    const commas = [];
    words.forEach((word, index) => {
      const kind = words[index + 1] && words[index + 1].text;
      if (word.text !== 'export' || !DECLARATION.test(kind)) return;
      let depth = 0;
      for (let at = index + 2; at < words.length; at++) {
        const [before, here, next, afterNext] = words.slice(at - 1, at + 3);
        if (OPEN.test(here.text)) depth++;
        else if (CLOSE.test(here.text)) depth--;
        if (depth > 0) continue;
        if (here.text === ';' || (at > index + 2 && endsBetween(text, before, here))) return;
        const isName = next && next.type === sources.compilers.tokenTypes.name;
        if (here.text === ',' && isName && (!afterNext || /^[=,;:]$/.test(afterNext.text))) {
          commas.push([here, kind]);
        }
      }
    });
    let last = 0;
    const parts = commas.map(([comma, kind]) => {
      const part = `${text.slice(last, comma.start)}; export ${kind}`;
      last = comma.end;
      return part;
    });
    return commas.length ? parts.join('') + text.slice(last) : text;
  };

  /**
   * Returns the names that import statements import; `default` for a default import.
   *
   * @returns {{from: string, name: string, line: number}[]}
   */
  sources.importedNames = function (text, words) {
    const found = [];
    words.forEach((word, index) => {
      const isImport = word.type === sources.compilers.tokenTypes._import;
      const isReexport = word.text === 'export' && words[index + 1] && words[index + 1].text === '{';
      if (!isImport && !isReexport) return;
      const end = words.findIndex(({ text: one }, at) => at > index && /^(['"]|[;(.=])/.test(one));
      if (end < 0 || !/^['"]/.test(words[end].text) || words[end - 1].text !== 'from') return;
      const from = words[end].text.slice(1, -1);
      let isFirst = true; // the next name is the first of an import specifier
      let isInside = false; // the name is between braces
      for (const { text: one, start } of words.slice(index + 1, end - 1)) {
        if (one === '{') isInside = true;
        else if (isFirst && /^[\w$]/.test(one)) {
          found.push({ from, name: isInside ? one : 'default', line: sources.lineAt(text, start) });
        }
        isFirst = one === ',' || one === '{';
      }
    });
    return found;
  };

  /**
   * Returns the names that a module exports, found in the module's code after Sucrase.
   *
   * @returns {?string[]} null if unknown: a CommonJS module, or one with `export *`
   */
  sources.exportedNames = function (words, code) {
    const has = (text) => words.some((word) => word.text === text);
    if (!has('export') || /\b_createStarExport\(_/.test(code)) return null;
    if (has('module') || has('exports')) return null;
    const names = [/\bexports\s*\.\s*([\w$]+)/g, /\b_createNamedExportFrom\(\w+, '([^']+)'/g].flatMap((pattern) =>
      [...code.matchAll(pattern)].map((match) => match[1]),
    );
    return [...new Set(names)];
  };
})(globalThis.sources);
