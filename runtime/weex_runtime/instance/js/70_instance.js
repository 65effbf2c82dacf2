// One Weex instance: starts the JS runtime with the framework that the bundle names, and defines
// the functions that native calls. Native half: javascript.py, boot.py. Start-up order:
// incubator-weex, runtime/entries/setup.js.
(function (native) {
  'use strict';
  delete globalThis.__native;
  const { parse } = JSON;
  const { apply, getPrototypeOf } = Reflect;
  const { isArray } = Array;
  const { keys } = Object;
  const { toString } = Object.prototype;
  const text = String;
  let entries; // the result of weex-js-runtime's init
  // The settings from native: {id, framework, keepsMatches, watchesClasses, modules, stubs,
  // hasStubPatterns, origin, getDocument, hasReceiveTasks, mendsDefects, freezesBuiltIns}
  let page;

  // Normalises arguments like the Weex JS runtime. On the documented platform, async functions are
  // callbacks too, and only the bytes of a view are sent as binary data.
  native.isPlainFunction = (value) => apply(toString, value, []) === '[object Function]';
  function mendNormalize(TaskCenter) {
    const genuine = TaskCenter.prototype.normalize;
    TaskCenter.prototype.normalize = function (value) {
      const type = typeof value;
      if (type === 'string' || type === 'number' || type === 'boolean') return value;
      if (typeof value === 'function' && (page.mendsDefects || native.isPlainFunction(value))) {
        return this.callbackManager.add(value).toString();
      }
      // Replaces the original conversion of an ArrayBuffer, which takes a second for 6 MB.
      if (value instanceof ArrayBuffer || (page.mendsDefects && ArrayBuffer.isView(value))) {
        return native.binary(value);
      }
      // Passes the ref of an element that native has created in a row of a recycle-list.
      // weex-js-runtime up to 0.23.7 does not convert such elements.
      if (value && value.ref && value['[[VirtualElement]]']) return value.ref;
      return genuine.call(this, value);
    };
  }

  // Sends the calls of the JS runtime for elements (type `dom`) to native. Strings, numbers, plain
  // objects and arrays are passed unchanged, which saves the time of normalizing them.
  const isData = (value) => {
    if (typeof value !== 'object') return typeof value === 'string' || typeof value === 'number';
    return value !== null && (getPrototypeOf(value) === Object.prototype || isArray(value));
  };
  function mendSend(TaskCenter) {
    const { domCalls } = native;
    const genuine = TaskCenter.prototype.send;
    TaskCenter.prototype.send = function (type, params, args, options) {
      const call = type === 'dom' && isArray(args) ? domCalls[params.action] : undefined;
      if (call === undefined) return genuine.call(this, type, params, args, options);
      const sent = [this.instanceId];
      for (let i = 0; i < args.length; i++) {
        const value = args[i];
        sent[i + 1] = isData(value) ? value : this.normalize(value);
      }
      return apply(call, undefined, sent);
    };
  }

  // Removes setClassList. With this method, Vue on weex-js-runtime 0.23.7 sends class names, which
  // no device resolves. Without the method Vue sends the styles of the classes, as with every other
  // version of the runtime.
  function mendClassStyles(Element) {
    delete Element.prototype.setClassList;
  }

  // A template of a recycle-list binds parameters to an event. Vue keeps these parameters, and
  // applies them to the next handler of the event, too. A handler in a component of the list would
  // get the parameters as extra arguments before the event. So such a handler is registered without
  // parameters.
  function mendKeptParams(Element) {
    const genuine = Element.prototype.addEvent;
    Element.prototype.addEvent = function (type, handler, params) {
      const isKept = params && this._context && this._context._virtualComponents;
      if (isKept) native.ask('difference', 'PARAMS_KEPT', { event: type });
      return genuine.call(this, type, handler, isKept && page.mendsDefects ? undefined : params);
    };
  }

  function withWeex(framework) {
    if (!framework.createInstanceContext) return framework;
    return Object.assign({}, framework, {
      createInstanceContext(id, context, data) {
        const weex = native.makeWeex(context.weex, page);
        const inner = Object.freeze(Object.assign({}, context, { weex }));
        const made = framework.createInstanceContext(id, inner, data);
        if (page.watchesClasses) {
          native.watchClasses(made.Vue, globalThis.WXEnvironment.platform === 'Web');
        }
        return Object.assign({ weex }, made);
      },
    });
  }

  // Rax creates module objects of its own, except for modules that are built into the device. So
  // pass the module objects of this runtime to Rax as built-in modules.
  function raxService(id, { weex }) {
    const ours = native.makeWeex(weex, page);
    const required = page.mendsDefects ? ours : native.makeWeex(weex, page, 'overwrites');
    const builtinModules = {};
    for (const name of Object.keys(page.modules)) {
      builtinModules[`@weex-module/${name}`] = (require, exports, module) => {
        module.exports = required.requireModule(name);
      };
    }
    // The framework registers modules without their methods, and cannot remove a module.
    const builtinGlobals = Object.assign({
      weex: ours,
      __weex_module_supports__: (name) => ours.isRegisteredModule(...name.split('.')),
      __weex_tag_supports__: ours.isRegisteredComponent,
    }, native.globals);
    return { instance: { builtinGlobals, builtinModules } };
  }

  native.start = (text, components) => {
    page = parse(text);
    native.origin = page.origin;
    const { setup } = native;
    delete native.setup;
    delete native.start;
    if (page.keepsMatches) setup.keepMatches();
    // The scripts of the JS runtime and of the framework are wrapped in functions with the
    // parameter `console`.
    const runtime = setup.makeRuntime(setup.frameworkConsole);
    const framework = setup.makeFramework(setup.frameworkConsole);
    page.getDocument = (id) => entries.getDocument(id);
    const { config } = runtime;
    page.hasReceiveTasks = Boolean(framework.receiveTasks);
    config.frameworks = { [page.framework]: withWeex(framework) };
    mendNormalize(config.TaskCenter);
    mendSend(config.TaskCenter);
    mendClassStyles(config.Element);
    mendKeptParams(config.Element);
    setup.keepMissingOfNodes(Object.getPrototypeOf(config.Element.prototype));
    if (page.framework === 'Rax') {
      runtime.service.register('weex-runtime', { create: raxService });
    }
    runtime.freezePrototype();
    if (page.freezesBuiltIns) setup.freezeBuiltIns(page.mendsDefects);
    globalThis.transformerVersion = '>=0.1.5 <0.5';
    entries = runtime.init(config);
    config.TaskCenter.prototype.moduleHandler = native.callMethod;
    globalThis.frameworkVersion = entries.getJSFMVersion();
    // Modules whose methods are null are left out: requireModule reads their methods at the first
    // use.
    const known = Object.keys(page.modules).filter((name) => page.modules[name]);
    entries.registerModules(Object.fromEntries(known.map((name) => [name, page.modules[name]])));
    entries.registerComponents(parse(components));
    setup.definePolyfills();
  };

  // Returns the message of an Error as a string without lone surrogates; undefined if the value is
  // not an Error.
  const failure = (result) =>
    (result instanceof Error ? native.wellFormed(text(result.message)) : undefined);

  // For a framework that makes a context for each bundle, the bundle runs as a script of the page,
  // with the members of the context as globals.
  native.createContext = (text) => {
    const { options, data } = parse(text);
    const context = entries.createInstanceContext(page.id, options, data);
    if (context instanceof Error) return failure(context);
    for (const key of Object.keys(context)) {
      Object.defineProperty(globalThis, key, {
        value: context[key], writable: true, configurable: true, enumerable: true,
      });
    }
    return undefined;
  };

  // On the web, Rax passes no names to the bundle: a browser has these names as globals. So the
  // bundle gets the names from Rax's window, as on devices.
  function inRaxWindow(code) {
    const body = `with(this){(function(){"use strict";\n${code}\n}).call(this)}`;
    return `// {"framework":"Rax"}\nnew Function(${JSON.stringify(body)}).call(this);`;
  }

  // Frameworks without a context of their own run the bundle's code themselves.
  native.createInstance = (text, code) => {
    const { options, data } = parse(text);
    const isRaxOnWeb = page.framework === 'Rax' && globalThis.WXEnvironment.platform === 'Web';
    const source = isRaxOnWeb ? inRaxWindow(parse(code)[0]) : parse(code)[0];
    return failure(entries.createInstance(page.id, source, options, data));
  };

  native.finishVanilla = () => {
    page.getDocument(page.id).taskCenter.send('dom', { action: 'createFinish' }, []);
  };

  native.refresh = (text) => failure(entries.refreshInstance(page.id, parse(text)[0]));

  // Registers the methods of a module or component again after hot reload.
  native.registerModule = (text) => {
    const [name, methods, stubs] = parse(text);
    if (methods) page.modules[name] = methods;
    else delete page.modules[name];
    page.stubs = stubs;
    if (methods) entries.registerModules({ [name]: methods });
    native.offer(name, methods || []);
  };

  native.registerComponent = (text) => {
    const [registration] = parse(text);
    const type = registration.type || registration;
    entries.registerComponents([registration]);
    const document = page.getDocument(page.id);
    if (!document) return;
    const elements = Object.values(document.nodeMap).filter((node) => node.type === type);
    if (elements.length === 0) return;
    const prototype = Object.getPrototypeOf(document.createElement(type));
    for (const element of elements) Object.setPrototypeOf(element, prototype);
  };

  native.destroy = () => failure(entries.destroyInstance(page.id));

  native.currentOrigin = () => native.origin;

  // Whether the engine itself reports rejected promises, so that this script does not.
  let isWatched = false;
  native.watch = () => { isWatched = true; };

  function receive(method, args) {
    return entries.callJS(page.id, [{ method, args }])[0];
  }

  function resultText(result) {
    try {
      return native.toText([result], 'the result of a handler');
    } catch (_) {
      return undefined; // the result is not JSON, for example an element
    }
  }

  // Each task is a separate call into JS, so an exception does not affect the other tasks.
  function task(act) {
    const run = (wantsResult, origin, a, b, c, d, e) => {
      native.origin = origin;
      try {
        const result = act(a, b, c, d, e);
        return result === undefined ? undefined : ended(result, wantsResult, origin);
      } catch (error) {
        native.report(error);
        return undefined;
      }
    };
    run.catches = true;
    return run;
  }

  function ended(result, wantsResult, origin) {
    if (result instanceof Error) {
      native.ask('console', 'warn', '[weex-runtime] ' + origin + ': ' + text(result.message));
      return undefined;
    }
    if (!isWatched && result && typeof result.then === 'function') {
      result.then(undefined, (error) => native.report(error, 'promise'));
    }
    return wantsResult ? resultText(result) : undefined;
  }

  function withLast(inner, text) {
    const object = parse(inner);
    const names = keys(object);
    object[names[names.length - 1]] = typeof text === 'number' ? native.take(text) : text;
    if (object['@type'] === 'binary') native.binaries.set(object, true);
    return object;
  }

  // `name`: the name of the only member of the data; `text` is the value of this member. If `name`
  // is null, `text` is the whole data, as an object or as JSON.
  function callBack(id, text, name, keepAlive) {
    const data = name !== null ? { [name]: text } : typeof text === 'string' ? parse(text) : text;
    const document = entries.getDocument(page.id);
    // A framework with receiveTasks renders after each callback. With other frameworks, callJS does
    // not render.
    return page.hasReceiveTasks || !document ? receive('callback', [id, data, keepAlive])
      : document.taskCenter.callback(id, data, keepAlive);
  }

  native.callback = task(callBack);

  // The data has one member, an inner object. `inner` is this object as JSON, with "" as the value
  // of its last member. `text` is the real value of the last member: a string, or the number under
  // which native has passed the string before.
  native.longCallback = task((id, text, inner, name, keepAlive) =>
    callBack(id, { [name]: withLast(inner, text) }, null, keepAlive));

  native.fireEvent = task((text) => receive('fireEvent', parse(text)));
  native.componentHook = task((text) => receive('componentHook', parse(text)));
  native.timer = task((id) => native.fireTimer(id));
  native.broadcast = task((text) => apply(native.receive, undefined, parse(text)));
  native.polyfill = task((name, text) => native.passToPolyfill(name, parse(text)));

  // Does the same as native.polyfill for scalar arguments, which need no JSON.
  native.polyfillScalars = (wantsResult, origin, name, ...args) => {
    native.origin = origin;
    try {
      native.passToPolyfill(name, args);
    } catch (error) {
      native.report(error);
    }
  };
  native.polyfillScalars.catches = true;

  globalThis.__entries = native;
})(globalThis.__native);
