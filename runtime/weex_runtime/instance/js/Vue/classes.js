// Class names in a Vue page, for CSS selectors of tests (native half: screen/outline.py). The names
// are not sent to a device, since Vue sends styles instead (js/70_instance.js, mendClassStyles).
// weex-vue-framework accepts only a list in a class binding: it ignores an object and throws on a
// text. weex-vue-render (web) accepts a list, an object and a text.
(function (native) {
  'use strict';
  // Collects the class names in a value of `class`: a text, a list, or an object whose keys with a
  // true value are the names.
  const names = (value) => {
    if (Array.isArray(value)) return value.flatMap(names);
    if (value && typeof value === 'object') return Object.keys(value).filter((key) => value[key]);
    return value ? String(value).split(/\s+/) : [];
  };

  // Describes, for a warning, a `class` value that devices ignore. Returns undefined for a list of
  // class names, which devices accept.
  function formOf(value) {
    if (typeof value === 'string') return 'text';
    if (!Array.isArray(value)) return 'an object';
    if (value.some((name) => name && typeof name === 'object')) return 'a list with an object';
    return value.some((name) => /\s/.test(name)) ? 'a list with several names in one text' : undefined;
  }

  // Checks the `class` values of each rendering. `takesAll`: whether lists, objects and strings all
  // work, as on the web.
  native.watchClasses = (Vue, takesAll) => {
    const told = new Set();
    const look = (vnode) => {
      const { data, children } = vnode;
      const form = data && data.class ? formOf(data.class) : undefined;
      if (form && takesAll) {
        data.class = names(data.class);
      } else if (form && !told.has(form)) {
        told.add(form);
        const { tag } = vnode.componentOptions || vnode;
        const difference = form === 'text' ? 'TEXT_CLASS' : 'CLASS_IGNORED';
        native.ask('difference', difference, { form, tag: String(tag) });
      }
      if (children) children.forEach(look);
    };
    const { _update } = Vue.prototype;
    Vue.prototype._update = function (vnode, ...rest) {
      look(vnode);
      return _update.call(this, vnode, ...rest);
    };
  };

  // Returns the class names of all elements, {ref: [name]}, as JSON text; undefined if the page has
  // no Vue instance.
  native.vueClasses = () => {
    const body = globalThis.weex.document.body;
    if (!body || !body.__vue__) return undefined;
    const found = {};
    const waiting = [body.__vue__.$root._vnode];
    while (waiting.length) {
      const vnode = waiting.pop();
      if (!vnode) continue;
      const { data, elm, componentInstance, children } = vnode;
      if (data && elm && elm.ref) {
        const own = [...names(data.staticClass), ...names(data.class)];
        if (own.length) found[elm.ref] = [...(found[elm.ref] || []), ...own];
      }
      if (componentInstance) waiting.push(componentInstance._vnode);
      for (const child of children || []) waiting.push(child);
    }
    return native.toText(found, 'class names');
  };
})(globalThis.__entries);
