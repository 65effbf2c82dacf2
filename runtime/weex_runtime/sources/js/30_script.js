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

  // Matches a call of `require`. Code without such a call is not split into tokens, which takes
  // seconds for a large package.
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
  function hasLateImport(text, tokens) {
    const types = sources.compilers.tokenTypes;
    const word = (token) => token && text.slice(token.start, token.end);
    let isBelow = false;
    for (let index = 0; index < tokens.length; index++) {
      if (tokens[index].type !== types._import || /^[(.:]$/.test(word(tokens[index + 1]))) {
        isBelow = true;
        continue;
      }
      if (isBelow) return true;
      while (index < tokens.length && tokens[index].type !== types.string) index++;
      if (word(tokens[index + 1]) === ';') index++;
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

  function tokensOf(code) {
    return sources.compilers.parseScript(code, false, false, false).tokens;
  }

  /** Throws for syntax that bundles do not support: decorators, import() and require.context. */
  function check(text, tokens) {
    const types = sources.compilers.tokenTypes;
    tokens.forEach((token, index) => {
      const is = (offset, word) => {
        const other = tokens[index + offset];
        return other && text.slice(other.start, other.end) === word;
      };
      let why = '';
      if (token.type === types.at) why = 'decorators are not supported; write the options as an object';
      else if (is(0, 'import') && is(1, '(')) why = 'dynamic import() is not supported; import at the top of the file';
      else if (is(0, 'require') && is(1, '.') && is(2, 'context')) {
        why = 'require.context is not supported; import each file';
      }
      if (why) throw new sources.Problem(why, sources.lineAt(text, token.start));
    });
  }

  // Marks the body of a function. part.py replaces this noncharacter of Unicode by a line break, or
  // removes the noncharacter.
  const BODY = '\ufdd1';

  /** Returns the offsets of function bodies that begin on the line of their "{" or "=>". */
  function bodiesOf(code, tokens) {
    const { arrow, braceL, parenR } = sources.compilers.tokenTypes;
    return tokens.flatMap((token, index) => {
      const [before, next] = [tokens[index - 1], tokens[index + 1]];
      const isBody =
        token.type === braceL
          ? before && (before.type === parenR || before.type === arrow)
          : token.type === arrow && next.type !== braceL;
      return isBody && !code.slice(token.end, next.start).includes('\n') ? [token.end] : [];
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
    const types = sources.compilers.tokenTypes;
    const tokens = tokensOf(code);
    const bodies = hasMarks ? bodiesOf(code, tokens) : [];
    let last = 0;
    const cut = (end) => {
      let chunk = '';
      while (bodies.length && bodies[0] <= end) {
        chunk += code.slice(last, bodies[0]) + BODY;
        last = bodies.shift();
      }
      chunks.push(chunk + code.slice(last, end));
    };
    tokens.forEach((token, index) => {
      const [open, name, close] = tokens.slice(index + 1, index + 4);
      const before = tokens[index - 1];
      if (
        close &&
        token.type === types.name &&
        code.slice(token.start, token.end) === 'require' &&
        !(before && before.type === types.dot) &&
        open.type === types.parenL &&
        name.type === types.string &&
        close.type === types.parenR
      ) {
        cut(name.start);
        names.push(new Function(`return ${code.slice(name.start, name.end)}`)());
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
    let tokens;
    try {
      tokens = sources.compilers.parseScript(text, false, isTypeScript, false).tokens;
      if (!isForeign) check(text, tokens);
      code = sources.compilers.transformScript(sources.splitExports(text, tokens), {
        transforms: isTypeScript ? ['typescript', 'imports'] : ['imports'],
        disableESTransforms: !isLowered,
        production: true,
      }).code;
    } catch (error) {
      throw error instanceof sources.Problem || sources.isOfLimit(error) ? error : problem(error, text);
    }
    const word = (token) => token && text.slice(token.start, token.end);
    const makesRoot = tokens.some((token, at) => word(token) === 'new' && word(tokens[at + 1]) === 'Vue');
    const imports = isForeign || isTypeScript ? [] : sources.importedNames(text, tokens);
    const exports = isForeign ? null : sources.exportedNames(text, tokens, code);
    code = code.replace(REEXPORT, REEXPORT_OF_ANY);
    if (hasLateImport(text, tokens)) code = hoist(code);
    const made = isLowered ? sources.lower(code) : { code, notes: [] };
    return { ...made, makesRoot, imports, exports };
  };
})(globalThis.sources);
