// { "framework": "Vue" }
// Freezes the global object in a Vue page. Destroying the page must still work.
new Vue({ el: 'body', data: { n: 0 }, render: function (h) { return h('text', [String(this.n)]); },
  created: function () { var self = this; setTimeout(function () { self.n++; }, 400); } });
Object.freeze(globalThis);
