// { "framework": "Vue" }
// A small page as weex-loader writes it: what a start renders, and what many pages are made of.
var fruits = ['apple', 'banana', 'cherry', 'date', 'elderberry'];

new Vue({
  el: 'body',
  style: {
    page: { paddingTop: '20px', backgroundColor: '#ffffff' },
    title: { fontSize: '48px', color: '#333333' },
    item: { flexDirection: 'row', height: '80px' },
    button: { width: '300px', height: '90px', backgroundColor: '#41b883' },
  },
  data: function () {
    return { title: 'Fruits', fruits: fruits, taps: 0 };
  },
  methods: {
    tap: function () {
      this.taps += 1;
    },
  },
  render: function () {
    var _vm = this;
    var _h = _vm.$createElement;
    var _c = _vm._self._c || _h;
    return _c('div', { staticClass: ['page'] }, [
      _c('text', { staticClass: ['title'] }, [_vm._v(_vm._s(_vm.title))]),
      _vm._l(_vm.fruits, function (fruit, index) {
        return _c('div', { key: index, staticClass: ['item'] }, [
          _c('text', [_vm._v(_vm._s(index + 1))]),
          _c('text', [_vm._v(_vm._s(fruit))]),
        ]);
      }),
      _c('div', { staticClass: ['button'], on: { click: _vm.tap } }, [
        _c('text', [_vm._v(_vm._s(_vm.taps) + ' taps')]),
      ]),
    ], 2);
  },
});
