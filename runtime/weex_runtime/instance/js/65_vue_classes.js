// Class names in a Vue page, for CSS selectors of tests (native half: css.py). They never reach a
// device, since Vue sends their styles (js/70_instance.js, mendClassStyles).
// weex-vue-framework takes lists of names only: of an object it applies none, and text throws, while
// weex-vue-render on the web takes all forms.
(function (native) {
  'use strict';
  // The forms of Vue: text, lists, and objects whose keys with a true value count.
  const names = (value) => {
    if (Array.isArray(value)) return value.flatMap(names);
    if (value && typeof value === 'object') return Object.keys(value).filter((key) => value[key]);
    return value ? String(value).split(/\s+/) : [];
  };

  // The form of a class that has no effect on a device, in words; undefined for a list of names.
  function formOf(value) {
    if (typeof value === 'string') return 'text';
    if (!Array.isArray(value)) return 'an object';
    if (value.some((name) => name && typeof name === 'object')) return 'a list with an object';
    return value.some((name) => /\s/.test(name)) ? 'a list with several names in one text' : undefined;
  }

  // Check the classes of each rendering before it is drawn. `takesAll`: all forms, as on the web.
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

  // {ref: [name]} as JSON text; undefined where there is no Vue instance.
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
      if (children) waiting.push(...children);
    }
    return native.toText(found, 'class names');
  };
})(globalThis.__native);
