// The peer on `ws`; tests/interop/peers.py describes its protocol. Argument: certificate and key,
// PEM.
'use strict';
const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const http = require('node:http');
const https = require('node:https');
const { WebSocketServer } = require('ws');

const tell = (what) => console.log(JSON.stringify(what));

function digest(data, isBinary) {
  const hash = createHash('sha256').update(data).digest('hex');
  return `${isBinary ? 'binary' : 'text'} ${data.length} ${hash}`;
}

function converse(client, request) {
  const { pathname, searchParams } = new URL(request.url, 'ws://server');
  const count = Number(searchParams.get('n'));
  tell({ open: request.url, extensions: client.extensions });
  client.on('close', (code, reason) => tell({ closed: request.url, code, reason: `${reason}` }));
  client.on('message', (data, isBinary) => {
    if (pathname === '/digest') client.send(digest(data, isBinary));
    else client.send(data, { binary: isBinary });
  });
  if (pathname === '/close') {
    client.close(Number(searchParams.get('code')), searchParams.get('reason') || '');
  } else if (pathname === '/burst') {
    for (let i = 0; i < count; i++) client.send(`${i}`);
  } else if (pathname === '/fragments') {
    for (let i = 0; i < count; i++) client.send(`${i} `, { fin: i === count - 1 });
  } else if (pathname === '/ping') {
    let pongs = 0;
    const ping = () => {
      for (let i = 0; i < Number(searchParams.get('between')); i++) client.send('between');
      client.ping(`ping ${pongs}`);
    };
    client.on('pong', (payload) => {
      client.send(`${payload}`);
      if (++pongs < count) ping();
    });
    ping();
  } else if (pathname === '/sub') {
    client.send(client.protocol);
  }
}

const pem = readFileSync(process.argv[2]);
const servers = [http.createServer(), https.createServer({ cert: pem, key: pem })];
const ports = servers.map((server) => new Promise((resolve) => {
  const options = {
    server,
    perMessageDeflate: true,
    maxPayload: 0,
    handleProtocols: (names) => ['chat.v2', 'chat.v1'].find((name) => names.has(name)) || false,
  };
  new WebSocketServer(options).on('connection', converse);
  server.listen(0, '127.0.0.1', () => resolve(server.address().port));
}));
Promise.all(ports).then(([ws, wss]) => tell({ ws, wss }));

process.stdin.resume().on('end', () => process.exit());
