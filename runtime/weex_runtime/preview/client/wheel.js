// Scrolls the page by the mouse wheel. While the screen does not show the previous scrolling yet,
// turns of the wheel are added up.
const LONGEST = 150; // maximum number of ms to wait for a changed screen, which might not come

export class Wheel {
  /** `point` returns a position on the screen in page units, `act` sends an action. */
  constructor(screen, point, act) {
    this.act = act;
    this.timer = null;
    this.turned = null;
    screen.addEventListener('wheel', (event) => {
      event.preventDefault();
      const [dx, dy] = this.turned || [0, 0];
      this.place = point(event);
      this.turned = [dx + event.deltaX, dy + event.deltaY];
      if (this.timer === null) this.send();
    }, { passive: false });
  }

  /** Called when the screen shows the last scrolling; sends the turns that were added up. */
  shown(scale) {
    this.scale = scale;
    if (this.timer !== null) {
      clearTimeout(this.timer);
      this.send();
    }
  }

  send() {
    this.timer = null;
    if (!this.turned) return;
    const [dx, dy] = this.turned;
    this.turned = null;
    this.timer = setTimeout(() => this.send(), LONGEST);
    this.act('scroll', { ...this.place, dx: dx / this.scale, dy: dy / this.scale });
  }
}
