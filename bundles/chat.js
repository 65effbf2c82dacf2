// { "framework": "Vue" }
(function (modules) {
  var loaded = {};
  function require(id) {
    if (!loaded[id]) {
      if (!modules[id]) throw new Error("Cannot find module '" + id + "'");
      loaded[id] = { exports: {} };
      modules[id].call(loaded[id].exports, loaded[id], loaded[id].exports, require);
    }
    return loaded[id].exports;
  }
  require("bundles/chat.vue");
})({
"bundles/chat.vue?script": function module(module, exports, require) {
"use strict";Object.defineProperty(exports, "__esModule", { value: true });
var websocket = weex.requireModule('webSocket');
var dom = weex.requireModule('dom');
var URL = weex.config.url || 'ws://chat.example/';
var LONGEST_PAUSE = 30; // seconds
var POLICY_VIOLATION = 1008; // close code of RFC 6455, 7.4.1: do not reconnect

function on(event, handler) {
  if (WXEnvironment.platform === 'Web') websocket[event] = handler;else
  websocket[event](handler);
}

// Parses a message of the server; {} if it is not JSON.
function parsed(data) {
  try {
    return JSON.parse(data) || {};
  } catch (error) {
    console.warn("chat: expected JSON from the server, got " + data);
    return {};
  }
}

exports.default = {
  data: function data() {return {
      name: weex.config.name || '',
      text: '',
      status: 'offline',
      names: [],
      messages: [],
      wanted: false, // the user has tapped connect
      online: false, // the server has sent welcome
      welcomedAs: '', // the name in the welcome
      unseen: [], // our messages that are not back yet
      failures: 0, // failed attempts in a row
      attempt: 0 // number of the attempt; handlers and timers of earlier attempts do nothing
    };},
  computed: {
    present: function present() {
      return this.names.length ? "present: " + this.names.join(', ') : 'nobody is here';
    } },

  methods: {
    connect: function connect() {
      if (this.wanted) return;
      if (!this.name) {
        this.status = 'say who you are first';
        return;
      }
      this.wanted = true;
      this.failures = 0;
      this.open();
    },
    open: function open() {var _this = this;
      var attempt = ++this.attempt;
      var ifCurrent = function ifCurrent(handler) {return function (event) {
          if (attempt === _this.attempt) handler(event);
        };};
      this.status = 'connecting';
      websocket.WebSocket(URL);
      on('onopen', ifCurrent(function () {
        _this.failures = 0;
        _this.send({ type: 'join', name: _this.name });
      }));
      on('onmessage', ifCurrent(function (event) {
        _this.receive(parsed(event.data));
      }));
      on('onclose', ifCurrent(function (event) {
        _this.lost(event.code, event.reason);
      }));
      on('onerror', ifCurrent(function (event) {
        console.warn("chat: " + (event.data || 'the connection failed'));
        _this.lost(1006, '');
      }));
    },
    lost: function lost(code, reason) {var _this2 = this;
      var attempt = ++this.attempt;
      var pause = Math.min(Math.pow(2, this.failures), LONGEST_PAUSE);
      var why = reason ? code + " " + reason : code;
      this.names = [];
      this.online = false;
      this.text = this.unseen.concat(this.text || []).join(' ');
      this.unseen = [];
      if (code === POLICY_VIOLATION) {
        this.wanted = false;
        this.status = "sent away (" + why + ")";
        return;
      }
      this.failures += 1;
      this.status = "lost the connection (" + why + "), next try in " + pause + " s";
      setTimeout(function () {
        if (attempt === _this2.attempt) _this2.open();
      }, pause * 1000);
    },
    receive: function receive(message) {
      if (message.type === 'welcome') {
        this.online = true;
        this.welcomedAs = message.name;
        this.status = "online as " + message.name;
      } else if (message.type === 'presence') {
        this.names = message.names;
      } else if (message.type === 'message') {
        if (message.from === this.welcomedAs && message.text === this.unseen[0]) this.unseen.shift();
        this.show(message.from + ": " + message.text);
      } else if (message.type === 'error') {
        this.status = message.text;
      }
    },
    show: function show(line) {var _this3 = this;
      this.messages.push(line);
      this.$nextTick(function () {
        var cells = _this3.$refs.cells;
        dom.scrollToElement(cells[cells.length - 1], { animated: true });
      });
    },
    say: function say() {
      if (!this.text || !this.online) return;
      this.send({ type: 'message', text: this.text });
      this.unseen.push(this.text);
      this.text = '';
    },
    send: function send(message) {
      websocket.send(JSON.stringify(message));
    },
    leave: function leave() {
      this.wanted = this.online = false;
      this.attempt += 1;
      this.names = [];
      this.unseen = [];
      this.status = 'offline';
      websocket.close('1000', 'bye');
    } } };
},
"bundles/chat.vue?template": function module(module, exports, require) {
module.exports = {render: function () {
var _vm=this;var _h=_vm.$createElement;var _c=_vm._self._c||_h;return _c('div',{staticClass:["page"]},[
  _c('text',{staticClass:["title"]},[_vm._v("Chat")]),
  _c('text',{staticClass:["status"],attrs:{"testId":"status"}},[_vm._v(_vm._s(_vm.status))]),
  _c('div',{staticClass:["row"]},[
    _c('input',{staticClass:["input"],attrs:{"type":"text","placeholder":"your name","ariaLabel":"your name","returnKeyType":"send","value":(_vm.name)},on:{"return":_vm.connect,"input":function($event){
_vm.name=$event.target.attr.value}}}),
    _c('div',{staticClass:["button"],attrs:{"testId":"connect"},on:{"click":_vm.connect}},[
      _c('text',{staticClass:["label"]},[_vm._v("connect")])]),
    _c('div',{staticClass:["button"],attrs:{"testId":"leave"},on:{"click":_vm.leave}},[
      _c('text',{staticClass:["label"]},[_vm._v("leave")])])]),
  _c('text',{staticClass:["present"],attrs:{"testId":"present"}},[_vm._v(_vm._s(_vm.present))]),
  _c('list',{staticClass:["messages"]},
  _vm._l((_vm.messages),function(line,index){
return _c('cell',{key:index,ref:"cells",refInFor:true,appendAsTree:true,attrs:{"append":"tree"}},[
    _c('text',{staticClass:["line"]},[_vm._v(_vm._s(line))])])})),
  _c('div',{staticClass:["row"]},[
    _c('input',{staticClass:["input"],attrs:{"type":"text","placeholder":"say something","ariaLabel":"say something","returnKeyType":"send","value":(_vm.text)},on:{"return":_vm.say,"input":function($event){
_vm.text=$event.target.attr.value}}}),
    _c('div',{staticClass:["button"],attrs:{"testId":"say"},on:{"click":_vm.say}},[
      _c('text',{staticClass:["label"]},[_vm._v("say")])])])])},
staticRenderFns: []};
module.exports.render._withStripped = true;
},
"bundles/chat.vue": function module(module, exports, require) {
require("(component)")(module, {
  file: "bundles/chat.vue",
  scope: "data-v-5a5be204",
  script: require("bundles/chat.vue?script"),
  template: require("bundles/chat.vue?template"),
  styles: [{
  "page": {
    "width": "750",
    "paddingTop": "40",
    "paddingLeft": "32",
    "paddingRight": "32"
  },
  "title": {
    "fontSize": "48",
    "color": "#0d47a1"
  },
  "status": {
    "fontSize": "28",
    "color": "#757575",
    "marginBottom": "24"
  },
  "present": {
    "fontSize": "28",
    "color": "#0d47a1",
    "marginTop": "16",
    "marginBottom": "16"
  },
  "row": {
    "flexDirection": "row",
    "alignItems": "center"
  },
  "input": {
    "flex": 1,
    "height": "80",
    "fontSize": "32",
    "paddingLeft": "16",
    "marginRight": "16",
    "borderWidth": "1",
    "borderColor": "#bdbdbd"
  },
  "button": {
    "backgroundColor": "#1565c0",
    "paddingTop": "16",
    "paddingRight": "24",
    "paddingBottom": "16",
    "paddingLeft": "24",
    "marginLeft": "8",
    "borderRadius": "8"
  },
  "label": {
    "fontSize": "28",
    "color": "#ffffff"
  },
  "messages": {
    "flex": 1,
    "height": "600"
  },
  "line": {
    "fontSize": "30",
    "lineHeight": "48"
  }
}],
  isRoot: true
});
},
"(component)": function module(module, exports, require) {
// Function in each bundle that joins the compiled blocks of a component to one Vue component.
// Source: weex-vue-loader 0.7.0, loader.js.
module.exports = function (module, parts) {
  var exported = parts.script || {};
  var main = exported.default;
  if ((main && typeof main === "object") || typeof main === "function") {
    var others = Object.keys(exported).filter(function (name) {
      return name !== "default" && name !== "__esModule";
    });
    if (others.length) {
      console.error(parts.file + ": only the default export counts, not " + others.join(", "));
    }
    exported = main;
  }
  var options = typeof exported === "function" ? exported.options : exported;
  if (!options || typeof options !== "object" || (main !== undefined && exported !== main)) {
    var got = main === undefined ? exported : main;
    throw new Error(parts.file + ": expected the options of a component as export, got " + got);
  }
  options.__file = parts.file;
  if (parts.template) {
    options.render = parts.template.render;
    if (parts.template["@render"]) options["@render"] = parts.template["@render"];
    options.staticRenderFns = parts.template.staticRenderFns;
  }
  if (parts.styles.length) options._scopeId = parts.scope;
  options.style = options.style || {};
  parts.styles.forEach(function (style) {
    for (var name in style) options.style[name] = style[name];
  });
  if (typeof __register_static_styles__ === "function") {
    __register_static_styles__(options._scopeId, parts.styles);
  }
  module.exports = exported;
  if (parts.isRoot) {
    // A copy, since other components may import this one.
    var root = Object.create(options);
    root.el = "root";
    new Vue(root);
  }
};
},
});
