// Dialogs and toasts over the screen of a device.
import { make } from './make.js';

const LEAST = 500; // a toast is shown for at least these ms

// Types of the field in which a dialog asks for a text.
const FIELDS = { prompt: 'text', pickDate: 'date', pickTime: 'time' };

export class Overlay {
  // answer(number, value) is called once for each dialog that the user answers.
  constructor(screen, answer) {
    this.screen = screen;
    this.answer = answer;
    this.number = 0;
  }

  // Show a dialog of the device; null closes the dialog.
  show(dialog) {
    if (dialog && dialog.number === this.number) return; // sent again, for another tab
    this.close();
    if (!dialog) return;
    this.number = dialog.number;
    this.before = document.activeElement;
    this.form = this.makeForm(dialog);
    this.box = make('div', { className: 'overlay' }, this.form);
    // Stop these events, which the screen would treat as touches of the page.
    for (const type of ['pointerdown', 'pointermove', 'wheel']) {
      this.box.addEventListener(type, (event) => event.stopPropagation());
    }
    this.box.addEventListener('keydown', (event) => this.press(event));
    // Keep the focus in the dialog if the user clicks beside its buttons and fields.
    this.box.addEventListener('mousedown', (event) => {
      if (!event.target.closest('input, select, button')) event.preventDefault();
    });
    this.screen.append(this.box);
    const active = document.activeElement;
    if (active === document.body || this.screen.contains(active)) this.first.focus();
  }

  close() {
    if (!this.box) return;
    const hadFocus = this.box.contains(document.activeElement);
    this.box.remove();
    this.box = null;
    this.number = 0;
    if (hadFocus && this.before.isConnected) this.before.focus({ preventScroll: true });
  }

  makeForm(dialog) {
    const title = make('p', { id: `dialog-${crypto.randomUUID()}`, textContent: titleOf(dialog) });
    const field = dialog.kind === 'pick' ? makeItems(dialog) : makeField(dialog);
    const initial = field && valueOf(field);
    const cancel = make('button', { type: 'button', textContent: dialog.cancel });
    cancel.onclick = () => this.answer(dialog.number, false);
    const ok = make('button', { textContent: dialog.ok });
    const buttons = make('div', {}, ...(dialog.kind === 'alert' ? [ok] : [cancel, ok]));
    const form = make('form', { role: 'dialog', ariaModal: 'true' }, title, ...(field ? [field] : []), buttons);
    form.setAttribute('aria-labelledby', title.id);
    if (field) field.setAttribute('aria-labelledby', title.id);
    form.onsubmit = (event) => {
      event.preventDefault();
      const value = field && valueOf(field);
      this.answer(dialog.number, value === initial ? true : value);
    };
    this.first = field || ok;
    return form;
  }

  press(event) {
    event.stopPropagation();
    if (event.key === 'Escape') this.answer(this.number, false);
    else if (event.key === 'Enter' && event.target.matches('select')) this.form.requestSubmit();
    else if (event.key === 'Tab') this.stay(event);
  }

  // Keep the focus in the dialog when Tab leaves the last or first field.
  stay(event) {
    const all = [...this.form.querySelectorAll('input, select, button')];
    const [from, to] = event.shiftKey ? [all[0], all.at(-1)] : [all.at(-1), all[0]];
    if (event.target !== from) return;
    event.preventDefault();
    to.focus();
  }
}

export class Toasts {
  constructor(screen) {
    this.queue = [];
    this.box = make('p', { className: 'toast', role: 'status', hidden: true });
    screen.append(this.box);
  }

  show(toast) {
    if (toast.replaces) this.queue = [];
    this.queue.push(toast);
    if (toast.replaces || this.box.hidden) this.next();
  }

  next() {
    clearTimeout(this.timer);
    const toast = this.queue.shift();
    this.box.hidden = !toast;
    if (!toast) return;
    this.box.textContent = toast.text;
    this.timer = setTimeout(() => this.next(), Math.max(toast.seconds * 1000, LEAST));
  }
}

function titleOf(dialog) {
  if (dialog.kind === 'permission') return `Allow the app to use: ${dialog.message}?`;
  return dialog.message || { pick: 'Choose', pickDate: 'Choose a date', pickTime: 'Choose a time' }[dialog.kind] || '';
}

function makeField(dialog) {
  const type = FIELDS[dialog.kind];
  if (!type) return null;
  const { placeholder, min, max } = dialog;
  return make('input', { type, placeholder, min, max, required: type !== 'text', value: dialog.default });
}

function makeItems(dialog) {
  const size = Math.min(Math.max(dialog.items.length, 2), 8);
  const list = make('select', { size }, ...dialog.items.map((item) => new Option(item)));
  list.selectedIndex = dialog.items.indexOf(dialog.default);
  return list;
}

function valueOf(field) {
  return field.matches('select') ? field.selectedIndex : field.value;
}
