// Records the last missing property that a bundle reads from a module, `weex` or an element. If a
// bundle calls such a property, a hint for the TypeError names it. Reading the property returns
// undefined, so that bundles can test for features. Native half: hints/error_hints.py.
(function (native) {
  'use strict';
  const { get } = Reflect;
  const { toText } = native;
  let last; // the last missing name: [kind, owner, name, stack]

  // A proxy between an object and its prototype, whose traps run only for names that the object
  // lacks.
  native.keepingMissing = (prototype, kind, ownerOf) => {
    const { constructor } = prototype;
    // Keep `constructor`, since libraries use it to recognise a plain object.
    const between = Object.create(prototype, {
      constructor: { value: constructor, writable: true, configurable: true },
    });
    return new Proxy(between, {
      get(target, name, receiver) {
        if (typeof name === 'symbol' || name in target) return get(target, name, receiver);
        last = [kind, ownerOf(receiver), name, new Error().stack];
        return undefined;
      },
    });
  };

  native.lastMissing = () => last && toText(last, 'a missing name');

  // The runtime and the frameworks read or set these names on each node. Since the names are
  // defined here, the traps of the proxy do not run for them.
  const OF_NODES = ['nodeId', 'ref', 'docId', 'ownerDocument', 'role', 'depth', 'nodeType', 'type',
    'value', 'attr', 'style', 'classStyle', 'classList', 'setClassList', 'event', 'children',
    'pureChildren', 'parentNode', 'nextSibling', 'previousSibling', 'element', '_enterCb', '_leaveCb',
    '__vue__'];

  native.setup.keepMissingOfNodes = (Node) => {
    for (const name of OF_NODES) {
      if (!(name in Node)) Object.defineProperty(Node, name, { writable: true, configurable: true });
    }
    Object.setPrototypeOf(Node, native.keepingMissing(
      Object.prototype, 'component', (node) => String(node.type)));
  };
})(globalThis.__native);
