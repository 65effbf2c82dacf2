// Functions that compiler.py calls. Their arguments and results are JSON texts.
(function (sources) {
  'use strict';

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

  const entries = {
    /** -> {template, script, styles, others}; `others` are blocks of other types */
    parse(text) {
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
    },

    /** -> {code, notes} */
    styles: sources.compileStyles,

    /** -> {chunks, names} */
    template: (text, recyclable) => sources.splitRequires(sources.compileTemplate(text, recyclable)),

    /** -> {chunks, names, notes}: CommonJS of an npm package */
    split(text, isLowered) {
      const { code, notes } = isLowered ? sources.lower(text) : { code: text, notes: [] };
      return { ...sources.splitRequires(code), notes };
    },

    /** -> {chunks, names, notes, makesRoot, imports, exports} */
    script(text, isTypeScript, isForeign, isLowered) {
      const { code, ...others } = sources.compileScript(text, isTypeScript, isForeign, isLowered);
      return { ...sources.splitRequires(code, !isForeign && !isLowered), ...others };
    },

    /** -> {id}: the scope id of the component with this path in the project */
    scope: (path) => ({ id: `data-v-${sources.compilers.hash(path)}` }),
  };

  sources.entries = {};
  for (const [name, act] of Object.entries(entries)) {
    // If the source has a mistake, an entry returns {"error": {text, line, column}}.
    sources.entries[name] = (json) => {
      try {
        return JSON.stringify(act(...JSON.parse(json)));
      } catch (error) {
        if (!(error instanceof sources.Problem)) throw error;
        return JSON.stringify({ error: { text: error.message, line: error.line, column: error.column } });
      }
    };
  }
})(globalThis.sources);
