// { "framework": "Vue" }
// Echo: what you type goes to a WebSocket server and comes back. The demo of the webSocket
// documentation, as weex-loader would compile it. Another server: weex.config.url.
(function () {
  'use strict';
  var websocket = weex.requireModule('webSocket');
  var DEFAULT_URL = 'ws://echo.websocket.org';

  // A binary message as the module hands it over: {'@type': 'binary', dataType, base64}.
  function byteLength(binary) {
    var digits = binary.base64.replace(/=+$/, '').length;
    return Math.floor(digits * 3 / 4);
  }

  var App = {
    data: function () {
      return {
        url: weex.config.url || DEFAULT_URL,
        text: '',
        opened: '–',
        message: '–',
        closed: '–',
        error: '–'
      };
    },

    methods: {
      connect: function () {
        var self = this;
        self.opened = 'connecting';
        self.message = self.closed = self.error = '–';

        websocket.WebSocket(self.url, '');
        websocket.onopen = function (e) {
          self.opened = 'open';
        };
        websocket.onmessage = function (e) {
          self.message = typeof e.data === 'string'
            ? e.data : 'binary, ' + byteLength(e.data) + ' bytes';
        };
        websocket.onclose = function (e) {
          self.opened = '–';
          self.closed = ['closed', e.code, e.reason, e.wasClean ? 'clean' : 'not clean']
            .filter(Boolean).join(' ');
        };
        websocket.onerror = function (e) {
          self.error = e.data;
        };
      },

      send: function () {
        websocket.send(this.text);
      },

      sendBinary: function () {
        websocket.send(new Uint8Array([1, 2, 3, 4]));
      },

      close: function () {
        websocket.close(1000, 'bye');
      }
    },

    render: function () {
      var vm = this;
      var _c = vm.$createElement;

      function button(label, id, handler) {
        return _c('text', {
          staticClass: ['button'],
          attrs: { testId: id, ariaLabel: label, role: 'button' },
          on: { click: handler }
        }, [label]);
      }

      function line(handler, value) {
        return _c('div', { staticClass: ['line'] }, [
          _c('text', { staticClass: ['handler'] }, [handler]),
          _c('text', {
            staticClass: ['value'],
            attrs: { testId: handler, ariaLabel: handler + ': ' + value }
          }, [value])
        ]);
      }

      return _c('div', { staticClass: ['page'] }, [
        _c('text', { staticClass: ['title'] }, ['Echo']),
        _c('text', { staticClass: ['url'], attrs: { testId: 'url' } }, [vm.url]),
        _c('input', {
          staticClass: ['input'],
          attrs: {
            testId: 'message',
            ariaLabel: 'message to send',
            type: 'text',
            placeholder: 'message',
            value: vm.text
          },
          on: { input: function (e) { vm.text = e.value; } }
        }),
        _c('div', { staticClass: ['buttons'] }, [
          button('connect', 'connect', vm.connect),
          button('send', 'send', vm.send),
          button('send binary', 'send-binary', vm.sendBinary),
          button('close', 'close', vm.close)
        ]),
        _c('div', { staticClass: ['lines'] }, [
          line('onopen', vm.opened),
          line('onmessage', vm.message),
          line('onclose', vm.closed),
          line('onerror', vm.error)
        ])
      ]);
    },

    style: {
      page: { flex: 1, paddingTop: 60, paddingLeft: 40, paddingRight: 40, backgroundColor: '#f4f6f8' },
      title: { fontSize: 56, fontWeight: 'bold', color: '#16324f' },
      url: { marginTop: 8, fontSize: 28, color: '#7a8794' },
      input: {
        height: 88, marginTop: 40, paddingLeft: 24, paddingRight: 24, fontSize: 32,
        color: '#16324f', placeholderColor: '#a9b4bf', backgroundColor: '#ffffff',
        borderWidth: 2, borderColor: '#d5dce3', borderRadius: 12
      },
      buttons: { flexDirection: 'row', justifyContent: 'space-between', marginTop: 24 },
      button: {
        paddingTop: 20, paddingBottom: 20, paddingLeft: 28, paddingRight: 28, fontSize: 30,
        textAlign: 'center', color: '#ffffff', backgroundColor: '#1f7ae0', borderRadius: 12
      },
      lines: { marginTop: 40, backgroundColor: '#ffffff', borderRadius: 12 },
      line: {
        flexDirection: 'row', padding: 24, borderBottomWidth: 1, borderBottomColor: '#e8ecf0'
      },
      handler: { width: 220, fontSize: 30, color: '#7a8794' },
      value: { flex: 1, fontSize: 30, color: '#16324f' }
    }
  };

  App.el = 'true';
  new Vue(App);
})();
