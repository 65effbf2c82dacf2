// The native module `webSocket` over `ws`.
'use strict';
const WebSocket = require('ws');

const OPTIONS = { perMessageDeflate: false };

class WebSocketModule {
  constructor(page) {
    this.page = page;
    this.handlers = {}; // event -> callback id
  }

  WebSocket(url, protocol) {
    const socket = new WebSocket(url, protocol ? protocol.split(',') : [], OPTIONS);
    this.socket = socket;
    socket.on('open', () => this.fire('onopen', {}));
    socket.on('message', (data, isBinary) => {
      this.fire('onmessage', { data: isBinary ? binary(data) : data.toString() });
    });
    socket.on('close', (code, reason) => {
      this.fire('onclose', { code, reason: reason.toString(), wasClean: code !== 1006 });
    });
    socket.on('error', (error) => this.fire('onerror', { data: error.message }));
  }

  send(data) {
    this.socket.send(data['@type'] === 'binary' ? Buffer.from(data.base64, 'base64') : data);
  }

  close(code, reason) {
    this.socket.close(Number(code) || 1000, reason);
  }

  onopen(callback) {
    this.handlers.onopen = callback;
  }

  onmessage(callback) {
    this.handlers.onmessage = callback;
  }

  onclose(callback) {
    this.handlers.onclose = callback;
  }

  onerror(callback) {
    this.handlers.onerror = callback;
  }

  fire(event, data) {
    const callback = this.handlers[event];
    if (callback !== undefined) this.page.callback(callback, data, true);
  }
}

function binary(data) {
  return { '@type': 'binary', dataType: 'ArrayBuffer', base64: data.toString('base64') };
}

module.exports = { WebSocketModule };
