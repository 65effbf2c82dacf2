// Compile a component's template to render functions.
// Source: weex-vue-loader 0.7.0, template-compiler.js.
(function (sources) {
  'use strict';

  const asFunction = (code) => `function () {${code}}`;

  /** Returns the line of the last start tag with this name that has no end tag; 0 for none. */
  function lineOfOpenTag(name, text) {
    const open = [];
    const tag = new RegExp(`<!--[^]*?-->|<(/?)${name}(?![\\w-])(?:"[^"]*"|'[^']*'|[^>"'])*?(/?)>`, 'g');
    for (let found; (found = tag.exec(text)); ) {
      if (found[1]) open.pop();
      else if (!found[2] && !found[0].startsWith('<!')) open.push(found.index);
    }
    return open.length ? sources.lineAt(text, open[open.length - 1]) : 0;
  }

  /** Returns the line of a template to which a compiler's error refers; 0 if unknown. */
  function lineOf(error, text) {
    const unclosed = /^tag <([\w-]+)> has no matching end tag/.exec(error);
    if (unclosed) return lineOfOpenTag(unclosed[1], text);
    const expression = /Raw expression: ([^]*?)\s*$/.exec(error) || / expression: ([^]*?)\s*$/.exec(error);
    const tag = /^tag (<[\w-]+)|(<[\w-]+)/.exec(error);
    const sought = expression ? expression[1] : tag ? tag[1] || tag[2] : '';
    const at = sought ? text.indexOf(sought) : -1;
    return at < 0 ? 0 : sources.lineAt(text, at);
  }

  // Replace the relative `src` of an image by `require`, as vue-loader does. `_picture` in
  // bundler.py replaces the required name by the address of the picture, if the file exists.
  const RELATIVE = /^"((?:\.\.?|@)\/[^"]+)"$/;
  const pictures = {
    postTransformNode(element) {
      if (element.tag !== 'image' && element.tag !== 'img') return;
      for (const attribute of element.attrs || []) {
        const found = attribute.name === 'src' && RELATIVE.exec(attribute.value);
        if (found) attribute.value = `require("asset:${found[1]}")`;
      }
    },
  };

  // Vue's functions that create an element, the elements of a `v-for`, and the elements of a slot.
  const ELEMENT = /^(?:_c|_vm\._[lt])\(/;

  /**
   * Begin the body of each function on a new line, since `quickjs` would know no lines otherwise, and
   * each element on a line, indented by its depth.
   */
  function spread(code) {
    const types = sources.compilers.tokenTypes;
    const { tokens } = sources.compilers.parseScript(code, false, false, false);
    let spread = '';
    let last = 0;
    let depth = 0;
    const breakAt = (offset, indentation) => {
      spread += `${code.slice(last, offset)}\n${'  '.repeat(indentation)}`;
      last = offset;
    };
    tokens.forEach((token, index) => {
      const before = index ? tokens[index - 1].type : null;
      if (token.type === types.bracketL) depth++;
      else if (token.type === types.bracketR) depth--;
      else if (token.type === types.braceL && before === types.parenR) breakAt(token.end, 0);
      else if (
        (before === types.bracketL || before === types.comma) &&
        ELEMENT.test(code.slice(token.start, token.start + 7))
      ) {
        breakAt(token.start, depth);
      }
    });
    return spread + code.slice(last);
  }

  /**
   * @param {string} text
   * @param {boolean} recyclable  the root of a <recycle-list> template
   * @returns {string} JS that sets `module.exports` to {render, staticRenderFns}
   */
  sources.compileTemplate = function (text, recyclable) {
    const compiled = sources.compilers.compileTemplate(text, { recyclable, modules: [pictures] });
    if (compiled.errors.length) {
      const error = compiled.errors[0];
      const said = error.replace(/\s*Raw expression:[^]*$/, '').replace(/\s+/g, ' ').replace(/\.$/, '');
      const more = / such as <(script|style)>/.test(said) ? '; is </template> missing?' : '';
      throw new sources.Problem(`the template does not compile: ${said}${more}`, lineOf(error, text));
    }
    const parts = [`render: ${asFunction(compiled.render)}`];
    if (compiled['@render']) parts.push(`"@render": ${asFunction(compiled['@render'])}`);
    parts.push(`staticRenderFns: [${compiled.staticRenderFns.map(asFunction).join(',\n')}]`);
    const code = sources.compilers.transpileRender(`module.exports = {${parts.join(',\n')}}`);
    // `_withStripped` makes Vue check undefined names in a render function that has no `with`.
    return `${spread(code)};\nmodule.exports.render._withStripped = true;`;
  };
})(globalThis.sources);
