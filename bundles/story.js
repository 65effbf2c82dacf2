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
  require("bundles/story.vue");
})({
"bundles/story.vue?script": function module(module, exports, require) {
"use strict";Object.defineProperty(exports, "__esModule", { value: true });
var stream = weex.requireModule('stream');
var navigator = weex.requireModule('navigator');
var id = /[?&]id=(\d+)/.exec(weex.config.bundleUrl)[1];

exports.default = {
  data: function data() {return { title: '', text: 'loading' };},
  created: function created() {var _this = this;
    stream.fetch({ method: 'GET', url: './news.json', type: 'json' }, function (answer) {
      var story = (answer.data || []).find(function (each) {return String(each.id) === id;});
      if (!story) {
        _this.text = "there is no story " + id;
        return;
      }
      _this.title = story.title;
      _this.text = story.text;
      // The web has no navigation bar.
      if (navigator.setNavBarTitle) navigator.setNavBarTitle({ title: story.title }, function () {});
      new BroadcastChannel('news').postMessage({ read: story.id });
    });
  },
  methods: {
    back: function back() {
      navigator.pop({ animated: 'true' }, function () {});
    } } };
},
"bundles/story.vue?template": function module(module, exports, require) {
module.exports = {render: function () {
var _vm=this;var _h=_vm.$createElement;var _c=_vm._self._c||_h;return _c('div',{staticClass:["page"]},[
  _c('div',{staticClass:["back"],on:{"click":_vm.back}},[
    _c('text',[_vm._v("back")])]),
  _c('text',{staticClass:["title"]},[_vm._v(_vm._s(_vm.title))]),
  _c('scroller',[
    _c('text',{staticClass:["text"]},[_vm._v(_vm._s(_vm.text))])])])},
staticRenderFns: []};
module.exports.render._withStripped = true;
},
"bundles/story.vue": function module(module, exports, require) {
require("(component)")(module, {
  file: "bundles/story.vue",
  scope: "data-v-0db9b90e",
  script: require("bundles/story.vue?script"),
  template: require("bundles/story.vue?template"),
  styles: [{
  "page": {
    "width": "750",
    "paddingTop": "40",
    "paddingLeft": "32",
    "paddingRight": "32"
  },
  "back": {
    "width": "150",
    "height": "80"
  },
  "title": {
    "fontSize": "48",
    "color": "#0d47a1"
  },
  "text": {
    "fontSize": "32",
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
