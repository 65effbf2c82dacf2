// { "framework": "Vue" }
// The chat demo of the webSocket documentation: a name, messages, and the names of those present. It
// reconnects when the connection is lost, unless the server closed with 1008. The server sends our
// messages back to us; a message that is not back when the connection is lost returns to the field.
// The code works on every platform: handlers are passed to a call on devices and assigned on the
// web, a failure may come without onclose, and handlers are set again for each socket.
// weex.config.url sets another server, weex.config.name the initial name. The server's messages are
// JSON (ChatRoom in weex_runtime/servers/demo.py).
(function () {
  'use strict';
  var websocket = weex.requireModule('webSocket');
  var dom = weex.requireModule('dom');
  var URL = weex.config.url || 'ws://chat.example/';
  var LONGEST_PAUSE = 30; // seconds
  var POLICY_VIOLATION = 1008; // close code of RFC 6455, 7.4.1: do not reconnect

  function on(event, handler) {
    if (WXEnvironment.platform === 'Web') websocket[event] = handler;
    else websocket[event](handler);
  }

  // Parses a message of the server; {} if it is not JSON.
  function parsed(data) {
    try {
      return JSON.parse(data) || {};
    } catch (error) {
      console.warn('chat: expected JSON from the server, got ' + data);
      return {};
    }
  }

  var Chat = {
    data: function () {
      return {
        name: weex.config.name || '',
        text: '',
        status: 'offline',
        names: [],
        messages: [],
        wanted: false, // the user has tapped connect
        online: false, // the server has sent welcome
        welcomedAs: '', // the name in the welcome
        unseen: [], // our messages that are not back yet
        failures: 0, // failed attempts in a row
        attempt: 0, // number of the attempt; handlers and timers of earlier attempts do nothing
      };
    },
    methods: {
      connect: function () {
        if (this.wanted) return;
        if (!this.name) {
          this.status = 'say who you are first';
          return;
        }
        this.wanted = true;
        this.failures = 0;
        this.open();
      },
      open: function () {
        var self = this;
        var attempt = ++self.attempt;
        function ifCurrent(handler) {
          return function (event) { if (attempt === self.attempt) handler(event); };
        }
        self.status = 'connecting';
        websocket.WebSocket(URL);
        on('onopen', ifCurrent(function () {
          self.failures = 0;
          self.tell({ type: 'join', name: self.name });
        }));
        on('onmessage', ifCurrent(function (event) {
          self.hear(parsed(event.data));
        }));
        on('onclose', ifCurrent(function (event) {
          self.lost(event.code, event.reason);
        }));
        on('onerror', ifCurrent(function (event) {
          console.warn('chat: ' + (event.data || 'the connection failed'));
          self.lost(1006, '');
        }));
      },
      lost: function (code, reason) {
        var self = this;
        var attempt = ++self.attempt;
        var pause = Math.min(Math.pow(2, self.failures), LONGEST_PAUSE);
        var why = reason ? code + ' ' + reason : code;
        self.names = [];
        self.online = false;
        self.text = self.unseen.concat(self.text || []).join(' ');
        self.unseen = [];
        if (code === POLICY_VIOLATION) {
          self.wanted = false;
          self.status = 'sent away (' + why + ')';
          return;
        }
        self.failures += 1;
        self.status = 'lost the connection (' + why + '), next try in ' + pause + ' s';
        setTimeout(function () { if (attempt === self.attempt) self.open(); }, pause * 1000);
      },
      hear: function (message) {
        if (message.type === 'welcome') {
          this.online = true;
          this.welcomedAs = message.name;
          this.status = 'online as ' + message.name;
        } else if (message.type === 'presence') this.names = message.names;
        else if (message.type === 'message') {
          if (message.from === this.welcomedAs && message.text === this.unseen[0]) this.unseen.shift();
          this.show(message.from + ': ' + message.text);
        } else if (message.type === 'error') this.status = message.text;
      },
      show: function (line) {
        var self = this;
        self.messages.push(line);
        self.$nextTick(function () {
          var cells = self.$refs.cells;
          dom.scrollToElement(cells[cells.length - 1], { animated: true });
        });
      },
      say: function () {
        if (!this.text || !this.online) return;
        this.tell({ type: 'message', text: this.text });
        this.unseen.push(this.text);
        this.text = '';
      },
      tell: function (message) {
        websocket.send(JSON.stringify(message));
      },
      leave: function () {
        this.wanted = this.online = false;
        this.attempt += 1;
        this.names = [];
        this.unseen = [];
        this.status = 'offline';
        websocket.close('1000', 'bye');
      },
    },
    render: function (h) {
      var self = this;
      function button(label, onClick) {
        return h('div', { staticClass: ['button'], attrs: { testId: label }, on: { click: onClick } },
          [h('text', { staticClass: ['label'] }, [label])]);
      }
      function field(key, placeholder, onReturn) {
        return h('input', {
          staticClass: ['input'],
          attrs: {
            type: 'text', placeholder: placeholder, ariaLabel: placeholder, value: self[key],
            returnKeyType: 'send',
          },
          on: { input: function (event) { self[key] = event.value; }, return: onReturn },
        });
      }
      return h('div', { staticClass: ['page'] }, [
        h('text', { staticClass: ['title'] }, ['Chat']),
        h('text', { staticClass: ['status'], attrs: { testId: 'status' } }, [self.status]),
        h('div', { staticClass: ['row'] }, [
          field('name', 'your name', self.connect),
          button('connect', self.connect),
          button('leave', self.leave),
        ]),
        h('text', { staticClass: ['present'], attrs: { testId: 'present' } },
          [self.names.length ? 'present: ' + self.names.join(', ') : 'nobody is here']),
        h('list', { staticClass: ['messages'] }, self.messages.map(function (line, index) {
          return h('cell', { key: index, ref: 'cells', refInFor: true },
            [h('text', { staticClass: ['line'] }, [line])]);
        })),
        h('div', { staticClass: ['row'] }, [
          field('text', 'say something', self.say),
          button('say', self.say),
        ]),
      ]);
    },
    style: {
      page: { width: '750px', paddingTop: '40px', paddingLeft: '32px', paddingRight: '32px' },
      title: { fontSize: '48px', color: '#0d47a1' },
      status: { fontSize: '28px', color: '#757575', marginBottom: '24px' },
      present: { fontSize: '28px', color: '#0d47a1', marginTop: '16px', marginBottom: '16px' },
      row: { flexDirection: 'row', alignItems: 'center' },
      input: {
        flex: 1, height: '80px', fontSize: '32px', paddingLeft: '16px', marginRight: '16px',
        borderWidth: '1px', borderColor: '#bdbdbd',
      },
      button: {
        backgroundColor: '#1565c0', paddingTop: '16px', paddingBottom: '16px',
        paddingLeft: '24px', paddingRight: '24px', marginLeft: '8px', borderRadius: '8px',
      },
      label: { fontSize: '28px', color: '#ffffff' },
      messages: { flex: 1, height: '600px' },
      line: { fontSize: '30px', lineHeight: '48px' },
    },
    el: 'body',
  };

  new Vue(Chat);
})();
