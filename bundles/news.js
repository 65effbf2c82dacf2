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
  require("bundles/news.vue");
})({
"bundles/news.vue?script": function module(module, exports, require) {
"use strict";Object.defineProperty(exports, "__esModule", { value: true });
var stream = weex.requireModule('stream');
var navigator = weex.requireModule('navigator');
var storage = weex.requireModule('storage');
var modal = weex.requireModule('modal');

exports.default = {
  data: function data() {return { stories: [], read: {}, status: 'loading', visits: 0, refreshing: false };},
  created: function created() {var _this = this;
    storage.getItem('read', function (answer) {
      if (answer.result === 'success') _this.read = JSON.parse(answer.data);
    });
    this.channel = new BroadcastChannel('news');
    this.channel.onmessage = function (event) {
      _this.$set(_this.read, event.data.read, true);
      storage.setItem('read', JSON.stringify(_this.read), function () {});
    };
    this.load();
  },
  methods: {
    load: function load() {var _this2 = this;
      stream.fetch({ method: 'GET', url: './news.json', type: 'json' }, function (answer) {
        _this2.refreshing = false;
        if (answer.ok) {
          _this2.stories = answer.data;
          _this2.status = answer.data.length + " stories";
        } else {
          _this2.status = "the news could not be loaded: " + answer.status + " " + answer.statusText;
          modal.toast({ message: 'no news', duration: 1 });
        }
      });
    },
    refresh: function refresh() {
      this.refreshing = true;
      this.load();
    },
    open: function open(story) {
      navigator.push({ url: "story.js?id=" + story.id, animated: 'true' }, function () {});
    } } };
},
"bundles/news.vue?template": function module(module, exports, require) {
module.exports = {render: function () {
var _vm=this;var _h=_vm.$createElement;var _c=_vm._self._c||_h;return _c('div',{staticClass:["page"],on:{"viewappear":function($event){
_vm.visits += 1}}},[
  _c('text',{staticClass:["title"]},[_vm._v("News")]),
  _c('text',{staticClass:["status"],attrs:{"testId":"status"}},[_vm._v(_vm._s(_vm.status))]),
  _c('list',{staticClass:["list"]},[
    _c('refresh',{attrs:{"display":_vm.refreshing ? 'show' : 'hide'},on:{"refresh":_vm.refresh}},[
      _c('loading-indicator')]),
    _vm._l((_vm.stories),function(story){
return _c('cell',{key:story.id,appendAsTree:true,attrs:{"append":"tree"},on:{"click":function($event){
_vm.open(story)}}},[
      _c('text',{staticClass:["story"]},[_vm._v(_vm._s(story.title))]),
      _c('text',{staticClass:["hint"]},[_vm._v(_vm._s(_vm.read[story.id] ? 'read' : 'new'))])])})],2)])},
staticRenderFns: []};
module.exports.render._withStripped = true;
},
"bundles/news.vue": function module(module, exports, require) {
require("(component)")(module, {
  file: "bundles/news.vue",
  scope: "data-v-57d2a3ff",
  script: require("bundles/news.vue?script"),
  template: require("bundles/news.vue?template"),
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
  "list": {
    "flex": 1
  },
  "story": {
    "fontSize": "34",
    "lineHeight": "56"
  },
  "hint": {
    "fontSize": "24",
    "color": "#757575"
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
