// The module `webSocket` on the web: a thin layer over the latest WebSocket object.
// Native half: websocket/whatwg.py. Source: weex-vue-render 1.0.36, module websocket.
(function (native) {
  'use strict';
  const { WebSocket } = native.globals;
  let socket = null;

  const module = {
    WebSocket(url, protocol) {
      if (!url) {
        socket = null;
        return undefined;
      }
      if (socket && socket.readyState === WebSocket.OPEN) native.call('warn', 'NEW_SOCKET');
      if (socket && socket.readyState === WebSocket.CONNECTING) {
        native.call('warn', 'NEW_ATTEMPT');
      }
      socket = protocol ? new WebSocket(url, protocol) : new WebSocket(url);
      return socket;
    },
    send(data) {
      if (socket) socket.send(data);
    },
    close(...args) {
      if (args.length) native.call('warn', 'CLOSE_ARGUMENTS');
      if (socket) socket.close();
    },
  };
  for (const handler of ['onopen', 'onmessage', 'onerror', 'onclose']) {
    Object.defineProperty(module, handler, {
      get() {
        native.call('warn', 'CALLED_HANDLER', handler);
        return socket && socket[handler];
      },
      set(value) {
        if (socket) socket[handler] = value;
        else native.call('warn', 'EARLY_HANDLER', handler);
      },
      configurable: true,
    });
  }
  native.modules.webSocket = module;
})
