// Render functions of the bundles for the web, in the form that weex-vue-precompiler and Vue's
// compiler write: bundle -> component -> function. The root component is called `page`.
'use strict';

function ofOneText(text) {
  return function () {
    var _vm = this;
    var _c = _vm._self._c;
    return _c('div', {
      staticClass: ' weex-ct weex-div',
      attrs: { 'weex-type': 'div', 'data-evt-run': '' },
      on: { run: _vm.run },
    }, [
      _c('p', { staticClass: ' weex-el weex-text', attrs: { 'weex-type': 'text' } }, [
        _vm._v(text),
      ]),
    ]);
  };
}

var RENDER_FUNCTIONS = {
  'echo.js': { page: ofOneText('echo') },
  'burst.js': { page: ofOneText('burst') },
  'page.js': {
    page: function () {
      var _vm = this;
      var _c = _vm._self._c;
      return _c('div', {
        staticClass: 'page weex-ct weex-div', attrs: { 'weex-type': 'div' },
      }, [
        _c('p', { staticClass: 'title weex-el weex-text', attrs: { 'weex-type': 'text' } }, [
          _vm._v(_vm._s(_vm.title)),
        ]),
        _vm._l(_vm.fruits, function (fruit, index) {
          return _c('div', {
            key: index, staticClass: 'item weex-ct weex-div', attrs: { 'weex-type': 'div' },
          }, [
            _c('p', { staticClass: ' weex-el weex-text', attrs: { 'weex-type': 'text' } }, [
              _vm._v(_vm._s(index + 1)),
            ]),
            _c('p', { staticClass: ' weex-el weex-text', attrs: { 'weex-type': 'text' } }, [
              _vm._v(_vm._s(fruit)),
            ]),
          ]);
        }),
        _c('div', {
          staticClass: 'button weex-ct weex-div',
          attrs: { 'weex-type': 'div', 'data-evt-click': '' },
          on: {
            click: _vm.$stopOuterA,
            weex$tap: function ($event) {
              $event.stopPropagation();
              return _vm.tap($event);
            },
          },
        }, [
          _c('p', { staticClass: ' weex-el weex-text', attrs: { 'weex-type': 'text' } }, [
            _vm._v(_vm._s(_vm.taps) + ' taps'),
          ]),
        ]),
      ], 2);
    },
  },
  'rows.js': {
    page: function () {
      var _vm = this;
      var _c = _vm._self._c;
      return _c('div', {
        staticClass: ' weex-ct weex-div',
        attrs: { 'weex-type': 'div', 'data-evt-run': '' },
        on: { run: _vm.run },
      }, _vm._l(_vm.items, function (item) {
        return _c('row', { key: item.id, attrs: { item: item } });
      }), 1);
    },
    row: function () {
      var _vm = this;
      var _c = _vm._self._c;
      return _c('div', {
        staticClass: 'row weex-ct weex-div',
        attrs: { 'weex-type': 'div', 'data-evt-click': '' },
        on: {
          click: _vm.$stopOuterA,
          weex$tap: function ($event) {
            $event.stopPropagation();
            return _vm.tap($event);
          },
        },
      }, [
        _c('p', { staticClass: ' weex-el weex-text', attrs: { 'weex-type': 'text' } }, [
          _vm._v(_vm._s(_vm.item.id)),
        ]),
        _c('p', { staticClass: 'text weex-el weex-text', attrs: { 'weex-type': 'text' } }, [
          _vm._v(_vm._s(_vm.item.text)),
        ]),
      ]);
    },
  },
};
