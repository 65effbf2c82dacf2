// A socket.io server, on the port that it is given or any. Prints its port when it listens, and
// then each connection and disconnection.
//
// It acknowledges "add" with the sum of two numbers, answers "bytes" with the same bytes in
// reverse, and greets every client with "hello".
'use strict';
const { createServer } = require('http');
const { Server } = require('socket.io');

const say = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);
const http = createServer();
const io = new Server(http, { transports: ['websocket'] });

io.on('connection', (socket) => {
  say('connection');
  socket.on('add', (a, b, answer) => answer(a + b));
  socket.on('bytes', (bytes) => socket.emit('bytes', Buffer.from(bytes).reverse()));
  socket.on('disconnect', (reason) => say(`disconnect: ${reason}`));
  socket.emit('hello', { text: 'grüß dich', id: socket.id });
});
const port = Number(process.argv[2] || 0);
http.listen(port, '127.0.0.1', () => say({ port: http.address().port }));

process.stdin.resume().on('end', () => process.exit());
