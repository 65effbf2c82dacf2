// The `weex` object of a page: the object of the Weex JS runtime, with modules whose handlers can
// be assigned. In weex-js-runtime 0.23.7 `ws.onopen = fn` never reaches native (spec: websocket.md,
// section 2). Native half: bridge.py.
(function (native) {
  'use strict';
  const { apply } = Reflect;
  const { hasOwnProperty } = Object.prototype;
  const { slice } = Array.prototype;
  const { exec } = RegExp.prototype;
  const text = String;
  // The JS engine itself reads these optional properties, so a stub does not have methods of these
  // names.
  const ASKED_OF_OBJECTS = ['then', 'toJSON'];

  // `difference`: the name of a difference in module_api/platforms.py.
  const reportDifference = (difference, module, method) =>
    native.ask('difference', difference, { module, method });

  // Reports arguments of a module's method that some platforms treat differently: async and
  // generator functions, and views of a part of a buffer.
  function look(name, method, value) {
    if (typeof value === 'function') {
      if (!native.isPlainFunction(value)) reportDifference('ASYNC_CALLBACK', name, method);
    } else if (ArrayBuffer.isView(value) && value.byteLength !== value.buffer.byteLength) {
      reportDifference('VIEW_SENT', name, method);
    }
  }

  // Returns the JS object of a module, and a function that replaces the methods of this object.
  // `send(method, args, options)` calls native. `setter` is the effect of `module.method = fn`:
  // "registers", as documented; "lost", as on devices since 0.19; "overwrites", as on devices in
  // Rax.
  function makeModule(name, methods, send, setter, acceptsAny) {
    const dispatchers = { __proto__: null };
    const dispatcher = (method) => {
      if (!(method in dispatchers)) {
        dispatchers[method] = (...args) => {
          for (let i = 0; i < args.length; i++) {
            if (typeof args[i] !== 'string') look(name, method, args[i]);
          }
          // Rax passes options for the bridge as the last argument.
          const last = args[args.length - 1];
          const options = last && typeof last === 'object' ? last.__weex_options__ : undefined;
          return options ? send(method, apply(slice, args, [0, -1]), options) : send(method, args);
        };
      }
      return dispatchers[method];
    };
    const assign = (method, handler) => {
      if (typeof handler === 'function') reportDifference('HANDLER_ASSIGNED', name, method);
      if (setter === 'overwrites') {
        dispatchers[method] = handler;
      } else if (typeof handler === 'function') {
        if (setter === 'registers') dispatcher(method)(handler);
      } else if (setter === 'registers' && (handler === null || handler === undefined)) {
        send(method, [handler]);
      } else {
        console.error(`[JS Framework] ${name}.${method} must be assigned as a function.`);
      }
      return true;
    };
    if (acceptsAny) {
      const isMethod = (name) => typeof name === 'string' && !ASKED_OF_OBJECTS.includes(name);
      const module = new Proxy({}, {
        get(object, method) {
          if (method in object) return object[method];
          return isMethod(method) ? dispatcher(method) : undefined;
        },
        set: (_, method, handler) => assign(method, handler),
      });
      return { module, offer() {} };
    }
    const module = Object.create(native.keepingMissing(Object.prototype, 'module', () => name));
    let offered = [];
    const offer = (names) => {
      for (const method of offered) {
        if (!names.includes(method)) delete module[method];
      }
      for (const method of names) {
        Object.defineProperty(module, method, {
          enumerable: true,
          configurable: true,
          get: () => dispatcher(method),
          set: (handler) => { assign(method, handler); },
        });
      }
      offered = names;
    };
    offer(methods);
    return { module, offer };
  }

  // The pattern for conditions in weex-js-runtime 0.23.7 does not match
  // `@component/loading-indicator`; later versions do.
  const CONDITION = /^@(\w+)\/([\w-]+)(?:\.(\w+))?$/;
  const hasOwn = (object, name) => apply(hasOwnProperty, object, [name]);
  const offers = []; // for each `weex` object, a function that sets the methods of a module by name

  // Returns the methods of a module, undefined for an unknown module; reads them from native at the
  // first use.
  function methodsOf(page, name) {
    const { modules } = page;
    if (!hasOwn(modules, name)) {
      if (!page.hasStubPatterns || !native.ask('stub', name)) return undefined;
      page.stubs.push(name);
      modules[name] = [];
    }
    if (modules[name] === null) {
      const methods = native.ask('methodsOf', name);
      if (methods) modules[name] = methods;
      else delete modules[name];
    }
    return modules[name];
  }

  // `page`: {id, modules: {name: [method], null for methods that are not read yet}, stubs: [name],
  // hasStubPatterns, mendsDefects, getDocument(id)}. `hasStubPatterns`: whether the names of stubs
  // include patterns. `mendsDefects`: see `Platform` in module_api/platforms.py.
  native.makeWeex = (weex, page, setter = page.mendsDefects ? 'registers' : 'lost') => {
    const modules = { __proto__: null };
    offers.push((name, methods) => modules[name] && modules[name].offer(methods));
    const { id } = page;
    const getDocument = () => page.getDocument(id);

    function requireModule(key) {
      const name = text(key);
      if (hasOwn(native.modules, name)) return native.modules[name];
      if (!modules[name]) {
        const methods = methodsOf(page, name);
        if (!methods) {
          native.ask('unknownModule', name);
          return undefined;
        }
        // Does the same as TaskCenter.send for a module, but skips normalising for text arguments.
        const send = (method, args, options) => {
          const { taskCenter } = getDocument();
          for (let i = 0; i < args.length; i++) {
            if (typeof args[i] !== 'string') args[i] = taskCenter.normalize(args[i]);
          }
          return taskCenter.callModule(name, method, args, options);
        };
        modules[name] = makeModule(name, methods, send, setter, page.stubs.includes(name));
      }
      return modules[name].module;
    }

    // The framework's own functions also return true for removed modules and methods, and for the
    // name `constructor`.
    function isRegisteredModule(key, method) {
      const name = text(key);
      const methods = methodsOf(page, name);
      if (!methods) return false;
      return typeof method !== 'string' || page.stubs.includes(name) || methods.includes(method);
    }
    const isRegisteredComponent = (name) =>
      !(name in Object.prototype) && weex.isRegisteredComponent(name);

    const parsed = { __proto__: null }; // condition -> match; cached, as Vue asks for each element
    function supports(condition) {
      const match = parsed[condition] || apply(exec, CONDITION, [condition]);
      if (!match) return null;
      parsed[condition] = match;
      const { 1: type, 2: name, 3: method } = match;
      if (type === 'component') return isRegisteredComponent(name);
      return type === 'module' ? isRegisteredModule(name, method) : null;
    }

    const own = Object.getOwnPropertyDescriptors(weex);
    own.requireModule = { value: requireModule, enumerable: true };
    own.supports = { value: supports, enumerable: true };
    own.isRegisteredModule = { value: isRegisteredModule, enumerable: true };
    own.isRegisteredComponent = { value: isRegisteredComponent, enumerable: true };
    // A getter, since Rax makes a new document for the instance later.
    own.document = { get: getDocument, enumerable: true };
    const prototype = native.keepingMissing(Object.getPrototypeOf(weex), 'weex', () => 'weex');
    return Object.freeze(Object.create(prototype, own));
  };

  // For hot reload: replaces the methods of a module on each JS object that the page has for this
  // module.
  native.offer = (name, methods) => {
    for (const give of offers) give(name, methods);
  };
})(globalThis.__native);
