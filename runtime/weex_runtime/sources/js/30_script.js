// Compile ES modules and TypeScript to CommonJS with Sucrase, which preserves line numbers.
(function (sources) {
  'use strict';

  // Sucrase 3.35.1 exports undefined for the reexported default of a CommonJS module: replace
  // the getter in compiled code.
  const REEXPORT = 'get: () => obj[importedName]';
  const REEXPORT_OF_ANY =
    "get: () => importedName === 'default' && !(obj && obj.__esModule) ? obj : obj[importedName]";

  // Code that Sucrase writes for an import statement; `hoist` moves this code to the top.
  const IMPORT =
    /var (_\w+) = require\((['"])[^'"\n]*\2\);(?: var _\w+ = _interopRequire(?:Default|Wildcard)\(\1\);)?/g;

  // Matches a call of `require`. Code without such a call is not split into tokens, since splitting a
  // large package takes seconds.
  const REQUIRE = /(?:^|[^.\w$])require\s*\(\s*(['"])[^'"\n]*\1\s*\)/;

  function problem(error, code) {
    const at = /\((\d+):(\d+)\)\s*$/.exec(error.message);
    const line = at && code.split('\n')[at[1] - 1];
    if (line && /[=(:?,\s]<\w|^<\w/.test(line.slice(0, Number(at[2]) + 1).slice(-3))) {
      return new sources.Problem('JSX is not supported; write a <template>', Number(at[1]), Number(at[2]));
    }
    const text = error.message.replace(/^Error transforming [^:]*: /, '').replace(/\s*\(\d+:\d+\)\s*$/, '');
    return new sources.Problem(text, at ? Number(at[1]) : 0, at ? Number(at[2]) : 0);
  }

  /** Whether a script has an import statement below another statement. */
  function hasLateImport(words) {
    const types = sources.compilers.tokenTypes;
    let isBelow = false;
    for (let index = 0; index < words.length; index++) {
      const next = words[index + 1];
      if (words[index].type !== types._import || (next && /^[(.:]$/.test(next.text))) {
        isBelow = true;
        continue;
      }
      if (isBelow) return true;
      while (index < words.length && words[index].type !== types.string) index++;
      if (words[index + 1] && words[index + 1].text === ';') index++;
    }
    return false;
  }

  /** Moves imports to the first line of a compiled script, since imports run first. */
  function hoist(code) {
    const imports = [];
    const rest = code.replace(IMPORT, (all) => {
      imports.push(all);
      return '';
    });
    if (!imports.length) return code;
    const strict = /^\s*"use strict";/.exec(rest);
    const at = strict ? strict[0].length : 0;
    return `${rest.slice(0, at)}${imports.join(' ')} ${rest.slice(at)}`;
  }

  /** Throws for syntax that bundles do not support: decorators, import() and require.context. */
  function check(text, words) {
    const UNSUPPORTED = [
      [['@'], 'decorators are not supported; write the options as an object'],
      [['import', '('], 'dynamic import() is not supported; import at the top of the file'],
      [['require', '.', 'context'], 'require.context is not supported; import each file'],
    ];
    words.forEach((word, index) => {
      if (word.type === sources.compilers.tokenTypes.template) return; // text in backquotes
      for (const [sequence, why] of UNSUPPORTED) {
        if (sequence.every((part, at) => words[index + at] && words[index + at].text === part)) {
          throw new sources.Problem(why, sources.lineAt(text, word.start));
        }
      }
    });
  }

  // Marks where the body of a function begins. part.py replaces this Unicode noncharacter by a line
  // break or by nothing.
  const BODY = '\ufdd1';

  /** Returns the offsets of function bodies that begin on the line of their "{" or "=>". */
  function bodiesOf(code, words) {
    const { arrow, braceL } = sources.compilers.tokenTypes;
    return words.flatMap((word, index) => {
      const [before, next] = [words[index - 1], words[index + 1]];
      const isBody =
        word.type === braceL
          ? before && (before.text === ')' || before.type === arrow)
          : word.type === arrow && next.type !== braceL;
      return isBody && !code.slice(word.end, next.start).includes('\n') ? [word.end] : [];
    });
  }

  /**
   * Split compiled code at the names of required modules.
   *
   * @param {string} code
   * @param {boolean} hasMarks  put `BODY` before the bodies of `bodiesOf`
   * @returns {{chunks: string[], names: string[]}} `chunks` has one more
   */
  sources.splitRequires = function (code, hasMarks) {
    const chunks = [];
    const names = [];
    if (!hasMarks && !REQUIRE.test(code)) return { chunks: [code], names };
    const words = sources.wordsOf(code);
    const bodies = hasMarks ? bodiesOf(code, words) : [];
    let last = 0;
    const cut = (end) => {
      let chunk = '';
      while (bodies.length && bodies[0] <= end) {
        chunk += code.slice(last, bodies[0]) + BODY;
        last = bodies.shift();
      }
      chunks.push(chunk + code.slice(last, end));
    };
    words.forEach((word, index) => {
      if (word.text !== 'require' || (index && words[index - 1].text === '.')) return;
      const [open, name, close] = words.slice(index + 1, index + 4);
      if (close && open.text === '(' && name.type === sources.compilers.tokenTypes.string && close.text === ')') {
        cut(name.start);
        names.push(new Function(`return ${name.text}`)());
        last = name.end;
      }
    });
    cut(code.length);
    return { chunks, names };
  };

  /**
   * @param {string} text
   * @param {boolean} isTypeScript
   * @param {boolean} isForeign  of an npm package, which may contain unsupported code that never runs
   * @param {boolean} isLowered  to ES5
   * @returns {{code: string, notes: Object[], makesRoot: boolean, imports: Object[], exports: ?string[]}}
   *   makesRoot: it calls `new Vue`; imports, exports: as js/25_exports.js returns them
   */
  sources.compileScript = function (text, isTypeScript, isForeign, isLowered) {
    let code;
    let words;
    try {
      words = sources.wordsOf(text, isTypeScript);
      if (!isForeign) check(text, words);
      code = sources.compilers.transformScript(sources.splitExports(text, words), {
        transforms: isTypeScript ? ['typescript', 'imports'] : ['imports'],
        disableESTransforms: !isLowered,
        production: true,
      }).code;
    } catch (error) {
      throw error instanceof sources.Problem || sources.isOfLimit(error) ? error : problem(error, text);
    }
    const makesRoot = words.some((word, at) => word.text === 'Vue' && at && words[at - 1].text === 'new');
    const imports = isForeign || isTypeScript ? [] : sources.importedNames(text, words);
    const exports = isForeign ? null : sources.exportedNames(words, code);
    code = code.replace(REEXPORT, REEXPORT_OF_ANY);
    if (hasLateImport(words)) code = hoist(code);
    const made = isLowered ? sources.lower(code) : { code, notes: [] };
    return { ...made, makesRoot, imports, exports };
  };
})(globalThis.sources);
