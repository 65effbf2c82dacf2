// An MQTT broker over WebSocket. Prints its port when it listens, and then [topic, payload] of each
// message that a client publishes.
'use strict';
const { createServer } = require('http');
const { Aedes } = require('aedes');
const { WebSocketServer, createWebSocketStream } = require('ws');

const say = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);

async function main() {
  const broker = await Aedes.createBroker();
  broker.on('publish', (packet, client) => {
    if (client) say([packet.topic, packet.payload.toString()]);
  });
  const http = createServer();
  const sockets = new WebSocketServer({
    server: http,
    handleProtocols: (names) => (names.has('mqtt') ? 'mqtt' : false),
  });
  sockets.on('connection', (socket, request) => {
    broker.handle(createWebSocketStream(socket), request);
  });
  http.listen(0, '127.0.0.1', () => say({ port: http.address().port }));
}

main();
process.stdin.resume().on('end', () => process.exit());
