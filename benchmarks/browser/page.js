// Runs one of ../bundles/ on weex-vue-render: page.html?bundle=page.js&url=ws://127.0.0.1:1234/
//
// The bundles are those of devices; their render functions and styles become those of a web build.
// The page's host, host.js, is its parent where there is one.
'use strict';

var query = new URLSearchParams(location.search);
var host = parent.host || { ready: function () {}, done: function () {} };
weex.config.url = query.get('url');
weex.registerModule('bench', host);

// The module takes a handler by assignment only; bundles register it by a call, as on devices.
var genuineSocket = weex.requireModule('webSocket');
weex.registerModule('webSocket', {
  WebSocket: genuineSocket.WebSocket,
  send: genuineSocket.send,
  onopen: function (handler) { genuineSocket.onopen = handler; },
  onmessage: function (handler) { genuineSocket.onmessage = handler; },
}, { registerType: 'assignment' });

/** Writes the rules that postcss-plugin-px2rem makes of a style sheet; 750 px are 10 rem. */
function addStyles(classes) {
  var rules = Object.keys(classes).map(function (name) {
    var declarations = Object.keys(classes[name]).map(function (property) {
      var value = classes[name][property].replace(/([\d.]+)px/g, function (_, pixels) {
        return pixels / 75 + 'rem';
      });
      return property.replace(/[A-Z]/g, '-$&').toLowerCase() + ':' + value;
    });
    return '.' + name + '{' + declarations.join(';') + '}';
  });
  document.head.appendChild(document.createElement('style')).textContent = rules.join('');
}

var renderFunctions = RENDER_FUNCTIONS[query.get('bundle')];
var GenuineVue = Vue;
var page;

function webBuild(name, component) {
  addStyles(component.style || {});
  component.render = renderFunctions[name];
  for (var child in component.components) webBuild(child, component.components[child]);
  return component;
}

window.Vue = function (options) {
  options = webBuild('page', options);
  options.el = '#root';
  page = new GenuineVue(options);
  return page;
};

/** Fires the event `run` on the page's root element. */
function run(work) {
  page.$el.dispatchEvent(Object.assign(new Event('run'), work));
}

/** The tree in the form of a native tree: {type, value, children}. */
function tree(element) {
  element = element || page.$el;
  var isText = element.getAttribute('weex-type') === 'text';
  return {
    type: element.getAttribute('weex-type'),
    value: isText ? element.textContent : null,
    children: Array.from(element.children, tree),
  };
}

document.write('<script src="/bundles/' + query.get('bundle') + '"></' + 'script>');
