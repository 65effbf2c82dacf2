// { "framework": "Vue" }
// Chat: one room, everybody in it sees every message. It speaks the protocol of ChatServer in
// weex_runtime/servers.py. Another server or name: weex.config.url, weex.config.name.
(function () {
  'use strict';
  var websocket = weex.requireModule('webSocket');
  var dom = weex.requireModule('dom');
  var DEFAULT_URL = 'ws://chat.example/';
  var LONGEST_WAIT = 30; // seconds between two attempts to connect again

  var App = {
    data: function () {
      return {
        url: weex.config.url || DEFAULT_URL,
        name: weex.config.name || '',
        me: '', // the name that the server gave
        draft: '',
        messages: [], // {id, from, text}
        present: [],
        state: 'offline', // 'connecting', 'online', 'waiting'
        connection: 0, // counts attempts: handlers of an earlier one do nothing
        lostCode: 0,
        wait: 0, // seconds until the next attempt
        timer: null
      };
    },

    computed: {
      status: function () {
        switch (this.state) {
          case 'online': return 'online as ' + this.me;
          case 'waiting':
            return 'lost the connection (' + this.lostCode + '), next try in ' + this.wait + ' s';
          default: return this.state;
        }
      }
    },

    methods: {
      connect: function () {
        if (this.state === 'connecting' || this.state === 'online') return;
        this.wait = 0;
        this.open();
      },

      open: function () {
        var self = this;
        var connection = ++self.connection;
        clearTimeout(self.timer);
        self.timer = null;
        self.state = 'connecting';

        function whileCurrent(handler) {
          return function (e) {
            if (connection === self.connection) handler(e);
          };
        }
        websocket.WebSocket(self.url, '');
        websocket.onopen = whileCurrent(function () {
          self.post({ type: 'join', name: self.name.trim() || 'guest' });
        });
        websocket.onmessage = whileCurrent(function (e) {
          self.receive(JSON.parse(e.data));
        });
        websocket.onclose = whileCurrent(function (e) {
          self.lost(e.code);
        });
        // A device calls onerror alone, elsewhere onclose follows.
        websocket.onerror = whileCurrent(function () {
          self.lost(1006);
        });
      },

      receive: function (message) {
        switch (message.type) {
          case 'welcome':
            this.me = message.name;
            this.state = 'online';
            this.wait = 0;
            break;
          case 'presence':
            this.present = message.names;
            break;
          case 'message':
            this.show(message.from, message.text);
            break;
          case 'error':
            this.show('server', message.text);
        }
      },

      show: function (from, text) {
        this.messages.push({ id: this.messages.length, from: from, text: text });
        this.$nextTick(function () {
          var cells = this.$refs.cells;
          dom.scrollToElement(cells[cells.length - 1], { animated: true });
        });
      },

      // 1 s, 2 s, 4 s … until a server welcomes us again.
      lost: function (code) {
        this.lostCode = code;
        this.present = [];
        if (this.state === 'waiting') return;
        this.state = 'waiting';
        this.wait = Math.min(this.wait * 2 || 1, LONGEST_WAIT);
        this.timer = setTimeout(this.open, this.wait * 1000);
      },

      say: function () {
        if (this.state !== 'online' || !this.draft) return;
        this.post({ type: 'message', text: this.draft });
        this.draft = '';
      },

      leave: function () {
        this.connection++;
        clearTimeout(this.timer);
        websocket.close(1000, 'bye');
        this.present = [];
        this.state = 'offline';
      },

      post: function (message) {
        websocket.send(JSON.stringify(message));
      }
    },

    render: function () {
      var vm = this;
      var _c = vm.$createElement;

      function input(id, placeholder, key, onReturn) {
        var on = { input: function (e) { vm[key] = e.value; } };
        on['return'] = onReturn;
        return _c('input', {
          staticClass: ['input'],
          attrs: {
            testId: id,
            ariaLabel: placeholder,
            type: 'text',
            placeholder: placeholder,
            returnKeyType: 'send',
            value: vm[key]
          },
          on: on
        });
      }

      function button(label, handler) {
        return _c('text', {
          staticClass: ['button'],
          attrs: { testId: label, ariaLabel: label, role: 'button' },
          on: { click: handler }
        }, [label]);
      }

      return _c('div', { staticClass: ['page'] }, [
        _c('div', { staticClass: ['bar'] }, [
          input('name', 'your name', 'name', vm.connect),
          button('connect', vm.connect),
          button('leave', vm.leave)
        ]),
        _c('text', { staticClass: ['status'], attrs: { testId: 'status' } }, [vm.status]),
        _c('text', { staticClass: ['present'], attrs: { testId: 'present' } },
          ['present: ' + (vm.present.join(', ') || 'nobody')]),
        _c('list', { staticClass: ['messages'], attrs: { testId: 'messages', ariaLabel: 'messages' } },
          vm.messages.map(function (message) {
            var own = message.from === vm.me ? ['own'] : [];
            return _c('cell', {
              key: message.id,
              ref: 'cells',
              refInFor: true,
              appendAsTree: true,
              attrs: { append: 'tree' },
              staticClass: ['cell']
            }, [_c('text', { staticClass: ['message'], class: own },
              [message.from + ': ' + message.text])]);
          })),
        _c('div', { staticClass: ['bar'] }, [
          input('draft', 'say something', 'draft', vm.say),
          button('say', vm.say)
        ])
      ]);
    },

    style: {
      page: { flex: 1, paddingTop: 40, backgroundColor: '#f4f6f8' },
      bar: { flexDirection: 'row', alignItems: 'center', padding: 20 },
      input: {
        flex: 1, height: 80, paddingLeft: 24, paddingRight: 24, fontSize: 32, color: '#16324f',
        placeholderColor: '#a9b4bf', backgroundColor: '#ffffff',
        borderWidth: 2, borderColor: '#d5dce3', borderRadius: 40
      },
      button: {
        marginLeft: 16, paddingTop: 20, paddingBottom: 20, paddingLeft: 28, paddingRight: 28,
        fontSize: 30, color: '#ffffff', backgroundColor: '#1f7ae0', borderRadius: 40
      },
      status: { paddingLeft: 44, fontSize: 28, color: '#1f7ae0' },
      present: { marginTop: 8, paddingLeft: 44, paddingBottom: 16, fontSize: 28, color: '#7a8794' },
      messages: { flex: 1, backgroundColor: '#ffffff' },
      cell: { paddingTop: 12, paddingBottom: 12, paddingLeft: 24, paddingRight: 24 },
      message: {
        alignSelf: 'flex-start', paddingTop: 16, paddingBottom: 16, paddingLeft: 24,
        paddingRight: 24, fontSize: 32, color: '#16324f', backgroundColor: '#e8ecf0',
        borderRadius: 16
      },
      own: { alignSelf: 'flex-end', color: '#ffffff', backgroundColor: '#1f7ae0' }
    }
  };

  App.el = 'true';
  new Vue(App);
})();
