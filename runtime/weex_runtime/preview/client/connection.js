// Sends JSON messages to the preview's server and receives messages of the server. Opens a lost
// connection again.
const PAUSE = 500; // ms until the next attempt to connect

const state = document.getElementById('state');
const handlers = {};
let socket;

/** Calls a function with each message of a kind. */
export function on(kind, handler) {
  handlers[kind] = handler;
}

/** Sends an action of the user: {do: name, device: number, ...}. */
export function send(message) {
  if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
}

/** Connects; `opened` is called after each connection. */
export function connect(opened) {
  socket = new WebSocket(new URL('live', location.href.replace(/^http/, 'ws')));
  socket.onopen = () => { state.textContent = 'connected'; opened(); };
  socket.onclose = () => {
    state.textContent = 'disconnected, trying again; a preview that was started again has a new address';
    setTimeout(connect, PAUSE, opened);
  };
  socket.onmessage = (event) => {
    const message = JSON.parse(event.data);
    const handler = handlers[message.kind];
    if (handler) handler(message);
  };
}
