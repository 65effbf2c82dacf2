// A Weex device in Node: one weex-js-runtime with weex-vue-framework, and a native side of our own.
'use strict';
// Vue asks process.env.NODE_ENV again and again; a plain object answers sooner than Node's own.
process.env = { ...process.env };
// A device has none, and Vue would make one for each page, which keeps the process from ending.
delete global.MessageChannel;
global.WXEnvironment = {
  platform: 'android', osName: 'android', osVersion: '9', weexVersion: '0.28.0',
  appName: 'benchmark', appVersion: '1.0', deviceModel: 'Node',
  deviceWidth: '750', deviceHeight: '1334', scale: '2',
};

const vm = require('vm');
const { NativeDocument } = require('./document.js');

const DOM_METHODS = [
  'createBody', 'addElement', 'removeElement', 'moveElement', 'updateAttrs', 'updateStyle',
  'addEvent', 'removeEvent', 'createFinish', 'updateFinish', 'refreshFinish',
];

class TimerModule {
  constructor(page) {
    this.page = page;
    this.timers = new Map(); // callback id -> timer
  }

  setTimeout(callback, delay) {
    this.timers.set(callback, setTimeout(() => this.page.callback(callback, {}, false), delay));
  }

  clearTimeout(callback) {
    clearTimeout(this.timers.get(String(callback)));
  }

  setInterval(callback, delay) {
    this.timers.set(callback, setInterval(() => this.page.callback(callback, {}, true), delay));
  }

  clearInterval(callback) {
    clearInterval(this.timers.get(String(callback)));
  }
}

// Module -> its methods, and the object that a page gets at its first call.
const MODULES = {
  timer: {
    methods: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'],
    make: (page) => new TimerModule(page),
  },
  dom: { methods: ['scrollToElement'], make: () => ({ scrollToElement() {} }) },
  webSocket: {
    methods: ['WebSocket', 'send', 'close', 'onopen', 'onmessage', 'onclose', 'onerror'],
    // As late as a page wants a socket.
    make: (page) => new (require('./web_socket.js').WebSocketModule)(page),
  },
};

/** One instance: its document, and its modules, made at the first call. */
class Page {
  constructor(device, id) {
    this.device = device;
    this.id = id;
    this.document = new NativeDocument();
    this.modules = new Map();
  }

  /** An event of the device; returns what the handler returned. */
  fireEvent(ref, type, event) {
    return this.device.entries.callJS(this.id, [{ method: 'fireEvent', args: [ref, type, event] }]);
  }

  callback(callbackId, data, keepAlive) {
    this.device.entries.callJS(
      this.id, [{ method: 'callback', args: [callbackId, data, keepAlive] }]);
  }

  callModule(name, method, args) {
    let module = this.modules.get(name);
    if (module === undefined) {
      module = this.device.modules[name].make(this);
      this.modules.set(name, module);
    }
    return module[method](...args);
  }
}

/** `modules`: more of MODULES. A process has one device: its functions are globals. */
class Device {
  constructor(modules = {}) {
    this.modules = { ...MODULES, ...modules };
    this.pages = new Map(); // instance id -> page
    this.lastId = 0;
    for (const method of DOM_METHODS) {
      const name = `call${method[0].toUpperCase()}${method.slice(1)}`;
      global[name] = (id, ...args) => {
        this.pages.get(id).document[method](...args);
        return 1;
      };
    }
    global.callNativeModule = (id, module, method, args) =>
      this.pages.get(id).callModule(module, method, args);

    const runtime = require('weex-js-runtime');
    const { config } = runtime;
    config.frameworks = { Vue: require('weex-vue-framework') };
    // As weex-runtime does: styles arrive resolved, not as names of classes.
    delete config.Element.prototype.setClassList;
    runtime.freezePrototype();
    this.entries = runtime.init(config);
    this.entries.registerModules(Object.fromEntries(
      Object.entries(this.modules).map(([name, module]) => [name, module.methods])));
    this.entries.registerComponents(['div', 'text', 'image', 'scroller', 'list', 'cell', 'input']);
  }

  /** `inContext`: the bundle gets globals of its own, as on a device whose engine isolates pages. */
  open(source, config = {}, inContext = false) {
    this.lastId += 1;
    const page = new Page(this, String(this.lastId));
    this.pages.set(page.id, page);
    if (inContext) {
      const options = { ...config, env: WXEnvironment, bundleType: 'Vue' };
      const members = this.entries.createInstanceContext(page.id, options, {});
      vm.runInNewContext(source, { ...members, console });
      return page;
    }
    const error = this.entries.createInstance(page.id, source, config, {});
    if (error instanceof Error) throw error;
    return page;
  }

  close(page) {
    this.entries.destroyInstance(page.id);
    this.pages.delete(page.id);
  }
}

module.exports = { Device };
