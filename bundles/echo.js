// { "framework": "Vue" }
// The echo demo of the webSocket documentation: connect, send, send binary, close, and a line for
// each handler. weex.config.url sets another server.
(function () {
  'use strict';
  var websocket = weex.requireModule('webSocket');
  var URL = weex.config.url || 'ws://echo.websocket.org';

  function shown(data) {
    if (data['@type'] === 'binary') return 'binary, ' + atob(data.base64).length + ' bytes';
    if (data instanceof Object) return 'binary, ' + data.size + ' bytes'; // a Blob, on the web
    return JSON.stringify(data);
  }

  var Echo = {
    data: function () {
      return { message: '', state: 'not connected', onopen: '', onmessage: '', onclose: '', onerror: '' };
    },
    methods: {
      connect: function () {
        var self = this;
        self.state = 'connecting to ' + URL;
        websocket.WebSocket(URL, '');
        websocket.onopen = function () {
          self.onopen = 'open';
          self.state = 'connected';
        };
        websocket.onmessage = function (event) {
          self.onmessage = shown(event.data);
        };
        websocket.onclose = function (event) {
          self.onclose = ['closed', event.code, event.reason, event.wasClean ? 'clean' : 'not clean']
            .filter(String).join(' ');
          self.state = 'not connected';
        };
        websocket.onerror = function (event) {
          self.onerror = event.data || 'the connection failed'; // the web gives no message
        };
      },
      send: function () { websocket.send(this.message); },
      sendBinary: function () { websocket.send(new Uint8Array([87, 69, 69, 88])); },
      close: function () { websocket.close(1000, 'bye'); },
    },
    render: function (h) {
      var self = this;
      function button(label, onClick) {
        return h('div', { staticClass: ['button'], attrs: { testId: label }, on: { click: onClick } },
          [h('text', { staticClass: ['label'] }, [label])]);
      }
      function line(handler) {
        return h('text', { staticClass: ['line'], attrs: { testId: handler } },
          [handler + ': ' + self[handler]]);
      }
      return h('scroller', { staticClass: ['page'] }, [
        h('text', { staticClass: ['title'] }, ['WebSocket echo']),
        h('text', { staticClass: ['state'], attrs: { testId: 'state' } }, [self.state]),
        h('input', {
          staticClass: ['input'],
          attrs: { type: 'text', placeholder: 'message', value: self.message },
          on: { input: function (event) { self.message = event.value; } },
        }),
        h('div', { staticClass: ['row'] }, [
          button('connect', self.connect),
          button('send', self.send),
          button('send binary', self.sendBinary),
          button('close', self.close),
        ]),
        line('onopen'), line('onmessage'), line('onclose'), line('onerror'),
      ]);
    },
    style: {
      page: { width: '750px', paddingTop: '40px', paddingLeft: '32px', paddingRight: '32px' },
      title: { fontSize: '48px', color: '#1b5e20' },
      state: { fontSize: '28px', color: '#757575', marginBottom: '24px' },
      input: {
        height: '80px', fontSize: '32px', paddingLeft: '16px',
        borderWidth: '1px', borderColor: '#bdbdbd',
      },
      row: { flexDirection: 'row', marginTop: '24px', marginBottom: '24px' },
      button: {
        backgroundColor: '#2e7d32', paddingTop: '16px', paddingBottom: '16px',
        paddingLeft: '24px', paddingRight: '24px', marginRight: '16px', borderRadius: '8px',
      },
      label: { fontSize: '28px', color: '#ffffff' },
      line: { fontSize: '28px', lineHeight: '44px' },
    },
    el: 'body',
  };

  new Vue(Echo);
})();
