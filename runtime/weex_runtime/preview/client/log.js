// Shows the log, with filters for console lines, errors, bridge calls, requests and messages of
// sockets.
import { on } from './connection.js';
import { make } from './make.js';

const MOST_LINES = 1000;

const lines = document.getElementById('lines');
const filter = document.getElementById('filter');
const kind = document.getElementById('kind');

let isAtEnd = true; // follow the newest lines until the user scrolls up
lines.addEventListener('scroll', () => {
  isAtEnd = lines.scrollTop + lines.clientHeight >= lines.scrollHeight - 4;
});

on('lines', (message) => {
  const rows = message.lines.map(rowOf);
  if (message.all) lines.replaceChildren(...rows);
  else lines.append(...rows);
  while (lines.childElementCount > MOST_LINES) lines.firstElementChild.remove();
  if (message.all) isAtEnd = true;
  if (isAtEnd) lines.scrollTop = lines.scrollHeight;
});

function rowOf(line) {
  const time = new Date(line.time).toISOString().slice(11, 23);
  const row = make('p', {}, make('time', { textContent: `${time} ` }),
    make('b', { textContent: `${line.page} ${line.kind} ` }), line.text);
  row.dataset.kind = line.kind;
  row.classList.toggle('bad', /error|preview/.test(line.kind));
  row.hidden = !matches(row);
  return row;
}

function matches(row) {
  const kinds = kind.value.split(' ');
  const isOfKind = !kind.value || kinds.includes(row.dataset.kind.split(' ')[0]);
  return isOfKind && row.textContent.toLowerCase().includes(filter.value.toLowerCase());
}

for (const input of [filter, kind]) {
  input.addEventListener('input', () => {
    for (const row of lines.children) row.hidden = !matches(row);
    lines.scrollTop = lines.scrollHeight;
  });
}
