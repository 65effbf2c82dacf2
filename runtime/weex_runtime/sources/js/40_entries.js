// Functions that compiler.py calls. Their arguments and results are JSON texts.
(function (sources) {
  'use strict';

  /** Returns a function's result as JSON; {"error": {text, line, column}} for a mistake. */
  function answer(act) {
    try {
      return JSON.stringify(act());
    } catch (error) {
      if (!(error instanceof sources.Problem)) throw error;
      return JSON.stringify({ error: { text: error.message, line: error.line, column: error.column } });
    }
  }

  /** Returns a component's block; `line` is the file's line on which its text begins. */
  const block = (found, text) =>
    found && {
      text: found.content,
      line: sources.lineAt(text, found.start),
      lang: found.lang || '',
      src: found.src || '',
      isModule: 'module' in (found.attrs || {}),
      isSetup: 'setup' in (found.attrs || {}),
      isRecyclable: 'recyclable' in (found.attrs || {}),
      isFunctional: 'functional' in (found.attrs || {}),
    };

  sources.entries = {
    /** [text] -> {template, script, styles, others}; `others` are blocks of other types */
    parse: (json) =>
      answer(() => {
        const [text] = JSON.parse(json);
        const { template, script, styles, customBlocks } = sources.compilers.parseComponent(text);
        const lineOf = (found) => sources.lineAt(text, found.start);
        for (const found of [script, ...styles]) {
          // The parser drops the text of a block that has no end tag.
          if (!found || text.startsWith('</', found.end) || text.startsWith('/>', found.start - 2)) continue;
          throw new sources.Problem(`expected </${found.type}>, got the end of the file`, lineOf(found));
        }
        return {
          template: block(template, text) || null,
          script: block(script, text) || null,
          styles: styles.map((style) => block(style, text)),
          others: customBlocks.map((found) => ({ type: found.type, line: lineOf(found) })),
        };
      }),

    /** [text] -> {code, notes} */
    styles: (json) => answer(() => sources.compileStyles(JSON.parse(json)[0])),

    /** [text, recyclable] -> {chunks, names} */
    template: (json) =>
      answer(() => sources.splitRequires(sources.compileTemplate(...JSON.parse(json)))),

    /** [code, isLowered] -> {chunks, names, notes}: CommonJS of an npm package */
    split: (json) =>
      answer(() => {
        const [given, isLowered] = JSON.parse(json);
        const { code, notes } = isLowered ? sources.lower(given) : { code: given, notes: [] };
        return { ...sources.splitRequires(code), notes };
      }),

    /** [text, isTypeScript, isForeign, isLowered] -> {chunks, names, notes, makesRoot, imports, exports} */
    script: (json) =>
      answer(() => {
        const [text, isTypeScript, isForeign, isLowered] = JSON.parse(json);
        const { code, ...others } = sources.compileScript(text, isTypeScript, isForeign, isLowered);
        return { ...sources.splitRequires(code, !isForeign && !isLowered), ...others };
      }),

    /** [path in the project] -> the scope id */
    scope: (json) => JSON.stringify(`data-v-${sources.compilers.hash(JSON.parse(json)[0])}`),
  };
})(globalThis.sources);
