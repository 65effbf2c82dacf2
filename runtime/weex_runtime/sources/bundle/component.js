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
