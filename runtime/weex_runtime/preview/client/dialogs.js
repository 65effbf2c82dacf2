// Dialogs and toasts over the screen of a device.
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
    this.box = document.createElement('div');
    this.box.className = 'overlay';
    this.form = this.makeForm(dialog);
    this.box.append(this.form);
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
    const form = document.createElement('form');
    form.setAttribute('role', 'dialog');
    form.setAttribute('aria-modal', 'true');
    const title = document.createElement('p');
    title.id = `dialog-${crypto.randomUUID()}`;
    title.textContent = titleOf(dialog);
    form.setAttribute('aria-labelledby', title.id);
    const field = dialog.kind === 'pick' ? makeItems(dialog) : makeField(dialog);
    const initial = field && valueOf(field);
    const buttons = document.createElement('div');
    if (dialog.kind !== 'alert') {
      const cancel = document.createElement('button');
      cancel.type = 'button';
      cancel.textContent = dialog.cancel;
      cancel.onclick = () => this.answer(dialog.number, false);
      buttons.append(cancel);
    }
    const ok = document.createElement('button');
    ok.textContent = dialog.ok;
    buttons.append(ok);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const value = field && valueOf(field);
      this.answer(dialog.number, value === initial ? true : value);
    });
    form.append(title);
    if (field) {
      field.setAttribute('aria-labelledby', title.id);
      form.append(field);
    }
    form.append(buttons);
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
    this.box = document.createElement('p');
    this.box.className = 'toast';
    this.box.setAttribute('role', 'status');
    this.box.hidden = true;
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
  const field = document.createElement('input');
  Object.assign(field, { type, placeholder: dialog.placeholder, min: dialog.min, max: dialog.max });
  field.required = type !== 'text';
  field.value = dialog.default;
  return field;
}

function makeItems(dialog) {
  const list = document.createElement('select');
  list.size = Math.min(Math.max(dialog.items.length, 2), 8);
  for (const item of dialog.items) list.add(new Option(item));
  list.selectedIndex = dialog.items.indexOf(dialog.default);
  return list;
}

function valueOf(field) {
  return field.matches('select') ? field.selectedIndex : field.value;
}
