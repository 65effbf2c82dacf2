// The panel of the runtime's clock: the user runs, pauses or steps the clock.
import { on, send } from './connection.js';

const panel = document.getElementById('clock');
const time = panel.querySelector('output');
const step = panel.querySelector('form');

on('panel clock', (content) => {
  for (const button of panel.querySelectorAll('[data-clock]')) {
    const isPause = button.dataset.clock === 'pause';
    button.disabled = content.paused === isPause;
  }
  for (const part of step.elements) part.disabled = !content.paused;
  time.textContent = content.paused ? described(content) : "runs with the machine's time";
});

function described(content) {
  const now = new Date(content.time).toISOString().replace('T', ' ').replace('Z', ' UTC');
  const next = content.next === null ? 'no timer runs' : `next timer in ${content.next} s`;
  return `paused at ${now}\n${next}`;
}

for (const button of panel.querySelectorAll('[data-clock]')) {
  button.onclick = () => send({ do: `clock.${button.dataset.clock}`, device: 0 });
}

step.onsubmit = (event) => {
  event.preventDefault();
  if (event.submitter && event.submitter.value === 'next') send({ do: 'clock.next', device: 0 });
  else send({ do: 'clock.step', device: 0, duration: step.elements.duration.value });
};
