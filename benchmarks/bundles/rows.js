// { "framework": "Vue" }
// A list whose rows are components: `run` takes {create: rows}, {update: times} or {clear: true}.
var bench = weex.requireModule('bench');

var row = {
  props: ['item'],
  style: {
    row: { flexDirection: 'row', height: '80px' },
    text: { fontSize: '32px' },
  },
  methods: {
    tap: function () {
      this.$emit('tap', this.item.id);
    },
  },
  render: function () {
    var _vm = this;
    var _h = _vm.$createElement;
    var _c = _vm._self._c || _h;
    return _c('div', { staticClass: ['row'], on: { click: _vm.tap } }, [
      _c('text', [_vm._v(_vm._s(_vm.item.id))]),
      _c('text', { staticClass: ['text'] }, [_vm._v(_vm._s(_vm.item.text))]),
    ]);
  },
};

new Vue({
  el: 'body',
  components: { row: row },
  data: function () {
    return { items: [] };
  },
  methods: {
    run: function (event) {
      if (event.create) this.create(event.create);
      else if (event.update) this.update(event.update);
      else this.clear();
    },
    create: function (count) {
      var items = [];
      for (var id = 1; id <= count; id++) items.push({ id: id, text: 'row ' + id });
      this.items = items;
      this.$nextTick(function () {
        bench.done(count, this.items.length);
      });
    },
    // One row after the other, each shown before the next one changes.
    update: function (times) {
      var vm = this;
      var length = vm.items.length;
      var done = 0;
      function next() {
        if (done === times) {
          bench.done(done, length);
          return;
        }
        var item = vm.items[(done * 7) % length];
        item.text = 'update ' + done + ' of row ' + item.id;
        done += 1;
        vm.$nextTick(next);
      }
      next();
    },
    clear: function () {
      this.items = [];
      this.$nextTick(function () {
        bench.done(0, 0);
      });
    },
  },
  render: function () {
    var _vm = this;
    var _h = _vm.$createElement;
    var _c = _vm._self._c || _h;
    return _c('div', { on: { run: _vm.run } }, _vm._l(_vm.items, function (item) {
      return _c('row', { key: item.id, attrs: { item: item } });
    }), 1);
  },
});
