// The compilers of single-file components, packed by pack.cjs into one script. Each getter loads its
// package at the first use.
'use strict';

module.exports = {
  /** The blocks of a component's file. */
  get parseComponent() {
    return require('vue-template-compiler/build').parseComponent;
  },
  /** A template as render functions. */
  get compileTemplate() {
    return require('weex-template-compiler/build').compile;
  },
  /** Strips `with` from render functions. */
  get transpileRender() {
    return require('vue-template-es2015-compiler');
  },
  /** A style sheet as JSON, with a log. */
  get parseStyles() {
    return require('weex-styler').parse;
  },
  /** ES modules and TypeScript as CommonJS. */
  get transformScript() {
    return require('sucrase/dist/index').transform;
  },
  /** The tokens of a script. */
  get parseScript() {
    return require('sucrase/dist/parser/index').parse;
  },
  get tokenTypes() {
    return require('sucrase/dist/parser/tokenizer/types').TokenType;
  },
  /** The hash in scope ids. */
  get hash() {
    return require('hash-sum');
  },
};
