// The panel of network faults: the user types a fault to add it, sees the active faults, and stops
// them.
import { on, send } from './connection.js';
import { make } from './make.js';

const panel = document.getElementById('faults');
const form = panel.querySelector('form');
const { words, text, scope } = form.elements;
const active = document.getElementById('active-faults');
const fired = document.getElementById('fired-faults');

on('panel faults', (content) => {
  if (words.options.length === 1) {
    words.append(...content.forms.map((one) => make('option', { textContent: one.words, value: one.example })));
    panel.querySelector('small').textContent = content.more;
    for (let device = 0; content.devices > 1 && device < content.devices; device++) {
      scope.append(make('option', { textContent: `device ${device + 1} only`, value: device }));
    }
    scope.parentElement.hidden = content.devices < 2;
  }
  active.replaceChildren(...content.active.map((one) => {
    const stop = make('button', { type: 'button', textContent: 'stop', ariaLabel: `stop ${one.text}` });
    stop.onclick = () => send({ do: 'faults.stop', device: 0, id: one.id });
    return make('li', {}, make('code', { textContent: one.text }), ` on ${one.on}, happened ${one.fired} times `, stop);
  }));
  if (!content.active.length) active.append(make('li', { textContent: 'none' }));
  fired.textContent = content.fired.join('\n') || 'none';
});

words.onchange = () => {
  if (words.value) text.value = words.value;
  words.value = '';
  text.focus();
};

form.onsubmit = (event) => {
  event.preventDefault();
  const only = scope.value !== '';
  send({ do: 'faults.add', device: only ? Number(scope.value) : 0, only, text: text.value });
};
