// Taps, long presses and drags of a pointer on the screen of a device.
const LONG_PRESS = 500; // ms
const MOVED = 20; // page units: a pressed pointer that has moved this far drags

export class Gestures {
  // point(event) returns {x, y} in page units; act(name, data) sends an action of the user.
  constructor(screen, point, act) {
    this.screen = screen;
    this.point = point;
    this.act = act;
    // Do not use click events, since the browser fires none if the screen changes between
    // pointerdown and pointerup.
    screen.addEventListener('pointerdown', (event) => this.press(event));
    // Listen on the whole window: the pointer may leave the screen, and a dialog may open under it.
    addEventListener('pointermove', (event) => this.move(event), true);
    addEventListener('pointerup', (event) => this.lift(event), true);
    addEventListener('pointercancel', () => this.cancel(), true);
  }

  press(event) {
    if (event.button !== 0 || event.target.matches('input, textarea')) return;
    this.cancel();
    this.start = this.to = this.point(event);
    this.pressed = performance.now();
    this.timer = setTimeout(() => {
      this.act('tap', { ...this.start, long: true });
      this.start = null;
    }, LONG_PRESS);
  }

  move(event) {
    if (!this.start) return;
    this.to = this.point(event);
    if (this.isDragging) this.follow();
    else if (Math.hypot(this.to.x - this.start.x, this.to.y - this.start.y) >= MOVED) {
      clearTimeout(this.timer);
      this.isDragging = true;
      const { x, y } = this.start;
      this.act('drag', { from: [x, y], ...this.place(), touch: event.pointerType !== 'mouse' });
    }
  }

  lift(event) {
    clearTimeout(this.timer);
    if (this.start && this.isDragging) this.to = this.point(event);
    else if (this.start) this.act('tap', this.point(event));
    this.cancel();
  }

  // Ends the current press or drag.
  cancel() {
    clearTimeout(this.timer);
    if (this.isDragging) this.act('drop', this.place());
    this.isDragging = false;
    this.start = null;
    this.screen.classList.remove('dragging');
  }

  // Called if an element on the screen reacts to the drag, so that the drag selects no text.
  taken() {
    if (!this.isDragging) return;
    this.screen.classList.add('dragging');
    getSelection().removeAllRanges();
  }

  // Send the position once for each frame of the browser.
  follow() {
    if (this.isWaiting) return;
    this.isWaiting = true;
    requestAnimationFrame(() => {
      this.isWaiting = false;
      if (this.isDragging) this.act('drag on', this.place());
    });
  }

  place() {
    return { to: [this.to.x, this.to.y], ms: performance.now() - this.pressed };
  }
}
