// The panels beside the screens, of which one is shown at a time.
import { on, send } from './connection.js';
import './clock.js';
import './faults.js';
import './log.js';
import './storage.js';

const buttons = document.querySelectorAll('[data-panel]');
const switches = document.querySelectorAll('[data-app]');
let current = 'log';

/** Asks the server for the content of the shown panel, after a click and after each connection. */
export function refresh() {
  if (current === 'elements') send({ do: 'elements', device: 0 });
  if (current === 'test') send({ do: 'copy', device: 0 });
  if (current === 'storage') send({ do: 'storage.show', device: 0 });
}

for (const button of buttons) {
  button.onclick = () => {
    current = button.dataset.panel;
    for (const other of buttons) {
      other.setAttribute('aria-pressed', String(other === button));
      document.getElementById(other.dataset.panel).hidden = other !== button;
    }
    refresh();
  };
}

for (const button of switches) {
  button.onclick = () => {
    const isOn = button.getAttribute('aria-pressed') === 'true';
    send({ do: `app.${button.dataset.app}`, device: 0, on: !isOn });
  };
}

on('panel app', (message) => {
  for (const button of switches) button.setAttribute('aria-pressed', String(message[button.dataset.app]));
});

const code = document.querySelector('#test pre');
on('test', (message) => { code.textContent = message.text; });
document.getElementById('copy').onclick = () => navigator.clipboard.writeText(code.textContent);

on('problem', (message) => {
  document.querySelector(`#${message.panel} .problem`).textContent = message.text;
});

// Show a message about wrong input until the user's next action in the panel.
for (const panel of document.querySelectorAll('section')) {
  const problem = panel.querySelector('.problem');
  if (problem) {
    for (const type of ['click', 'submit']) {
      panel.addEventListener(type, () => { problem.textContent = ''; }, true);
    }
  }
}
