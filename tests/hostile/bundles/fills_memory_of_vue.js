// { "framework": "Vue", "runtime": { "memory_limit": 4194304 }, "errors": ["the page was stopped"] }
// Renders ever more rows, beyond the memory of the page. The page is stopped.
new Vue({
  el: 'body',
  data: { rows: [] },
  created: function () {
    var self = this;
    setInterval(function () { for (var i = 0; i < 50; i++) self.rows.push('row ' + self.rows.length); }, 1);
  },
  render: function (h) { return h('div', this.rows.map(function (row) { return h('text', [row]); })); },
});
