// Shows the screens of the devices, and sends the user's actions to the server.
import { connect, on, send } from './connection.js';
import { Overlay, Toasts } from './dialogs.js';
import { describe } from './elements.js';
import { Gestures } from './gestures.js';
import { make } from './make.js';
import { refresh } from './panels.js';
import { Wheel } from './wheel.js';

const WIDTH = 375; // width of a screen in the browser, in CSS pixels
const INSPECT = 50; // ms between two messages about the element under the pointer

const elements = document.getElementById('elements');
const devices = [];

on('screen', (message) => device(message.device).show(message));
on('element', (message) => { device(message.device).mark(message); describe(message); });
on('notice', (message) => { document.getElementById('notice').textContent = message.text; });
on('dialog', (message) => device(message.device).overlay.show(message.dialog));
on('drag', (message) => device(message.device).gestures.taken());
on('toast', (message) => device(message.device).toasts.show(message));

function device(number) {
  return devices[number] || (devices[number] = new Device(number));
}

class Device {
  constructor(number) {
    this.number = number;
    this.fields = new Map();
    this.title = make('span');
    const back = make('button', { type: 'button', textContent: 'back', onclick: () => this.do('back') });
    const pull = make('button', { type: 'button', textContent: 'pull' });
    pull.onclick = () => this.do('pull', { x: this.size[0] / 2, y: this.size[1] / 2 });
    this.picture = make('div');
    this.error = make('p', { className: 'error', role: 'alert', hidden: true });
    this.frame = make('div', { className: 'frame', hidden: true });
    this.screen = make('div', { className: 'screen' }, this.picture, this.frame, this.error);
    const caption = make('figcaption', {}, this.title, back, pull);
    document.getElementById('devices').append(make('figure', {}, caption, this.screen));
    const point = (event) => this.point(event);
    const act = (...action) => this.do(...action);
    this.overlay = new Overlay(this.screen, (number, answer) => act('answer', { number, answer }));
    this.toasts = new Toasts(this.screen);
    this.gestures = new Gestures(this.screen, point, act);
    this.wheel = new Wheel(this.screen, point, act);
    this.listen();
  }

  do(name, more) {
    send({ do: name, device: this.number, ...more });
  }

  point(event) {
    const frame = this.screen.getBoundingClientRect();
    return { x: (event.clientX - frame.left) / this.scale, y: (event.clientY - frame.top) / this.scale };
  }

  listen() {
    this.screen.addEventListener('pointermove', (event) => {
      if (!elements.hidden && !this.isAsking) {
        this.isAsking = true;
        this.do('inspect', this.point(event));
        setTimeout(() => { this.isAsking = false; }, INSPECT);
      }
    });
    this.screen.addEventListener('pointerleave', () => { this.frame.hidden = true; });
  }

  show(message) {
    this.size = message.size;
    this.scale = WIDTH / this.size[0];
    this.title.textContent = message.pages.at(-1);
    this.screen.style.width = `${WIDTH}px`;
    this.screen.style.height = `${this.size[1] * this.scale}px`;
    const svg = new DOMParser().parseFromString(message.svg, 'image/svg+xml').documentElement;
    svg.style.transform = `scale(${this.scale})`;
    this.picture.replaceChildren(document.importNode(svg, true));
    this.error.hidden = !message.errors.length;
    this.error.textContent = message.errors.join('\n');
    this.showFields(message.fields);
    this.wheel.shown(this.scale);
  }

  mark(message) {
    const [left, top, width, height] = message.rect.map((side) => `${side * this.scale}px`);
    Object.assign(this.frame.style, { left, top, width, height });
    this.frame.hidden = elements.hidden;
  }

  showFields(fields) {
    const refs = new Set(fields.map((field) => field.ref));
    for (const [ref, element] of this.fields) {
      if (!refs.has(ref)) { element.remove(); this.fields.delete(ref); }
    }
    for (const field of fields) {
      const element = this.fields.get(field.ref) || this.makeField(field);
      const [x, y, width, height] = field.rect;
      Object.assign(element.style, {
        transform: `scale(${this.scale})`, left: `${x * this.scale}px`, top: `${y * this.scale}px`,
        width: `${width}px`, height: `${height}px`, padding: field.padding.map((side) => `${side}px`).join(' '),
        fontSize: `${field.fontSize}px`, color: field.color, textAlign: field.align,
      });
      element.placeholder = field.placeholder;
      element.disabled = field.disabled;
      element.setAttribute('aria-label', field.label);
      // Keep the text in the browser's field if the screen was drawn before the last key press.
      if (element.value !== field.value && field.typed >= element.typed) element.value = field.value;
      const active = document.activeElement;
      const isFree = active === document.body || (this.screen.contains(active) && active !== element);
      if (field.focused && isFree) element.focus({ preventScroll: true });
    }
  }

  makeField(field) {
    const element = make(field.multiline ? 'textarea' : 'input');
    if (!field.multiline) element.type = field.type === 'password' ? 'password' : 'text';
    element.addEventListener('focus', () => this.do('focus', { ref: field.ref }));
    element.addEventListener('blur', () => this.do('blur', { ref: field.ref }));
    element.typed = field.typed;
    const type = () => {
      element.typed += 1;
      this.do('type', { ref: field.ref, value: element.value, number: element.typed });
    };
    element.addEventListener('input', (event) => {
      if (!event.isComposing) type();
    });
    element.addEventListener('compositionend', type);
    element.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !field.multiline) this.do('enter', { ref: field.ref });
    });
    this.fields.set(field.ref, element);
    this.screen.append(element);
    return element;
  }
}

connect(refresh);
