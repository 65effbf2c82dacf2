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
  require("bundles/echo.vue");
})({
"bundles/echo.vue?script": function module(module, exports, require) {
"use strict";Object.defineProperty(exports, "__esModule", { value: true });
var websocket = weex.requireModule('webSocket');
var URL = weex.config.url || 'ws://echo.websocket.org';

function shown(data) {
  if (data['@type'] === 'binary') return "binary, " + atob(data.base64).length + " bytes";
  if (data instanceof Object) return "binary, " + data.size + " bytes"; // a Blob, on the web
  return JSON.stringify(data);
}

exports.default = {
  data: function data() {return {
      message: '',
      state: 'not connected',
      onopen: '',
      onmessage: '',
      onclose: '',
      onerror: '' };},

  methods: {
    connect: function connect() {var _this = this;
      this.state = "connecting to " + URL;
      websocket.WebSocket(URL, '');
      websocket.onopen = function () {
        _this.onopen = 'open';
        _this.state = 'connected';
      };
      websocket.onmessage = function (event) {
        _this.onmessage = shown(event.data);
      };
      websocket.onclose = function (event) {
        var clean = event.wasClean ? 'clean' : 'not clean';
        _this.onclose = ['closed', event.code, event.reason, clean].filter(String).join(' ');
        _this.state = 'not connected';
      };
      websocket.onerror = function (event) {
        _this.onerror = event.data || 'the connection failed'; // the web gives no message
      };
    },
    send: function send() {
      websocket.send(this.message);
    },
    sendBinary: function sendBinary() {
      websocket.send(new Uint8Array([87, 69, 69, 88]));
    },
    close: function close() {
      websocket.close(1000, 'bye');
    } } };
},
"bundles/echo.vue?template": function module(module, exports, require) {
module.exports = {render: function () {
var _vm=this;var _h=_vm.$createElement;var _c=_vm._self._c||_h;return _c('scroller',{staticClass:["page"]},[
  _c('text',{staticClass:["title"]},[_vm._v("WebSocket echo")]),
  _c('text',{staticClass:["state"],attrs:{"testId":"state"}},[_vm._v(_vm._s(_vm.state))]),
  _c('input',{staticClass:["input"],attrs:{"type":"text","placeholder":"message","value":(_vm.message)},on:{"input":function($event){
_vm.message=$event.target.attr.value}}}),
  _c('div',{staticClass:["row"]},[
    _c('div',{staticClass:["button"],attrs:{"testId":"connect"},on:{"click":_vm.connect}},[
      _c('text',{staticClass:["label"]},[_vm._v("connect")])]),
    _c('div',{staticClass:["button"],attrs:{"testId":"send"},on:{"click":_vm.send}},[
      _c('text',{staticClass:["label"]},[_vm._v("send")])]),
    _c('div',{staticClass:["button"],attrs:{"testId":"send binary"},on:{"click":_vm.sendBinary}},[
      _c('text',{staticClass:["label"]},[_vm._v("send binary")])]),
    _c('div',{staticClass:["button"],attrs:{"testId":"close"},on:{"click":_vm.close}},[
      _c('text',{staticClass:["label"]},[_vm._v("close")])])]),
  _c('text',{staticClass:["line"],attrs:{"testId":"onopen"}},[_vm._v("onopen: "+_vm._s(_vm.onopen))]),
  _c('text',{staticClass:["line"],attrs:{"testId":"onmessage"}},[_vm._v("onmessage: "+_vm._s(_vm.onmessage))]),
  _c('text',{staticClass:["line"],attrs:{"testId":"onclose"}},[_vm._v("onclose: "+_vm._s(_vm.onclose))]),
  _c('text',{staticClass:["line"],attrs:{"testId":"onerror"}},[_vm._v("onerror: "+_vm._s(_vm.onerror))])])},
staticRenderFns: []};
module.exports.render._withStripped = true;
},
"bundles/echo.vue": function module(module, exports, require) {
require("(component)")(module, {
  file: "bundles/echo.vue",
  scope: "data-v-2d4a8a51",
  script: require("bundles/echo.vue?script"),
  template: require("bundles/echo.vue?template"),
  styles: [{
  "page": {
    "width": "750",
    "paddingTop": "40",
    "paddingLeft": "32",
    "paddingRight": "32"
  },
  "title": {
    "fontSize": "48",
    "color": "#1b5e20"
  },
  "state": {
    "fontSize": "28",
    "color": "#757575",
    "marginBottom": "24"
  },
  "input": {
    "height": "80",
    "fontSize": "32",
    "paddingLeft": "16",
    "borderWidth": "1",
    "borderColor": "#bdbdbd"
  },
  "row": {
    "flexDirection": "row",
    "marginTop": "24",
    "marginBottom": "24"
  },
  "button": {
    "backgroundColor": "#2e7d32",
    "paddingTop": "16",
    "paddingRight": "24",
    "paddingBottom": "16",
    "paddingLeft": "24",
    "marginRight": "16",
    "borderRadius": "8"
  },
  "label": {
    "fontSize": "28",
    "color": "#ffffff"
  },
  "line": {
    "fontSize": "28",
    "lineHeight": "44"
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
