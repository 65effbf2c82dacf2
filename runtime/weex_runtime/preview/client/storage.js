// The panel of the module `storage`: the user sees, edits and deletes items.
import { on, send } from './connection.js';
import { make } from './make.js';

const panel = document.getElementById('storage');
const form = panel.querySelector('form');
const { key, value } = form.elements;
const rows = panel.querySelector('tbody');
const note = panel.querySelector('.note');

on('panel storage', (content) => {
  rows.replaceChildren(...content.items.map(rowOf));
  note.textContent = content.problem || noteOf(content);
});

function noteOf(content) {
  if (content.left_out) return `and ${content.left_out} older items`;
  return content.items.length ? '' : 'no items';
}

function rowOf(item) {
  const edit = make('button', { type: 'button', textContent: 'edit', ariaLabel: `edit ${item.key}`, disabled: item.cut });
  if (item.cut) edit.title = 'the value is too long to edit here';
  edit.onclick = () => { key.value = item.key; value.value = item.value; value.focus(); };
  const remove = make('button', { type: 'button', textContent: 'delete', ariaLabel: `delete ${item.key}` });
  remove.onclick = () => send({ do: 'storage.remove', device: 0, key: item.key });
  return make('tr', {}, make('td', { textContent: item.key }),
    make('td', { textContent: item.value + (item.cut ? '…' : '') }), make('td', {}, edit, remove));
}

form.onsubmit = (event) => {
  event.preventDefault();
  send({ do: 'storage.set', device: 0, key: key.value, value: value.value });
};
