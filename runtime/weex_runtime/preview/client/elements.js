// Shows the tree of elements of each device. The element under the pointer is marked on the screen
// and in the tree.
import { on, send } from './connection.js';
import { make } from './make.js';

const panel = document.getElementById('elements');
const trees = document.getElementById('trees');
const details = document.getElementById('element');

on('tree', (message) => {
  const tree = make('div', { role: 'tree', ariaLabel: message.pages.at(-1) });
  tree.append(...message.rows.map(([ref, depth, text]) => rowOf(message.device, ref, depth, text)));
  const head = make('p', { textContent: message.pages.join(' → ') });
  const more = message.left_out ? [make('p', { textContent: `and ${message.left_out} elements more` })] : [];
  const section = make('div', {}, head, tree, ...more);
  while (trees.childElementCount <= message.device) trees.append(make('div'));
  trees.children[message.device].replaceWith(section);
});

function rowOf(device, ref, depth, text) {
  const row = make('div', { role: 'treeitem', tabIndex: 0, ariaLevel: depth + 1, textContent: text });
  row.style.paddingLeft = `${depth}em`;
  row.dataset.ref = ref;
  const inspect = () => send({ do: 'inspect', device, ref });
  row.onpointerenter = inspect;
  row.onfocus = inspect;
  return row;
}

panel.addEventListener('keydown', (event) => {
  const row = event.target;
  const next = { ArrowDown: row.nextElementSibling, ArrowUp: row.previousElementSibling }[event.key];
  if (next && row.getAttribute('role') === 'treeitem') {
    event.preventDefault();
    next.focus();
  }
});

/** Shows the details of an element, and selects the row of the element in the tree. */
export function describe(message) {
  details.textContent = message.text;
  for (const row of trees.querySelectorAll('[aria-selected=true]')) row.removeAttribute('aria-selected');
  const tree = trees.children[message.device];
  const row = tree && tree.querySelector(`[data-ref="${CSS.escape(message.ref)}"]`);
  if (row) {
    row.setAttribute('aria-selected', 'true');
    if (!trees.matches(':hover')) row.scrollIntoView({ block: 'nearest' });
  }
}
