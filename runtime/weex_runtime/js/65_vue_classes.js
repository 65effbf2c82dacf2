// Class names in a page of Vue, for CSS selectors of tests: no device hears of them, since Vue sends
// the styles behind them (js/70_instance.js, mendClassStyles). Native half: css.py.
(function (native) {
  'use strict';
  // As Vue takes them: text, lists, and objects whose keys count where the value is true.
  const names = (value) => {
    if (Array.isArray(value)) return value.flatMap(names);
    if (value && typeof value === 'object') return Object.keys(value).filter((key) => value[key]);
    return value ? String(value).split(/\s+/) : [];
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
