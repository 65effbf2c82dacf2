// Echoes every WebSocket message, by `ws`. Prints its port when it listens.
'use strict';
const { WebSocketServer } = require('ws');

const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
server.on('connection', (socket) => {
  socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
});
server.on('listening', () => console.log(JSON.stringify({ port: server.address().port })));

process.stdin.resume().on('end', () => process.exit());
