/* Says how long something can still be taken back, a few times a minute at most; afterwards the way back is hidden. */
const STEP = 10000;

class UndoSend extends HTMLElement {
  connectedCallback() {
    this.line = this.querySelector(".hint");
    this.tell();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }

  tell() {
    const left = new Date(this.dataset.until) - Date.now();
    this.hidden = !(left > 0);
    if (this.hidden) return;
    if (this.line) this.line.textContent = this.sentence(left);
    this.timer = setTimeout(() => this.tell(), Math.min(STEP, left));
  }

  sentence(left) {
    const seconds = Math.ceil(left / STEP) * (STEP / 1000);
    return seconds > 60 ? this.dataset.long : this.dataset.left.replace("%seconds%", seconds);
  }
}

customElements.define("undo-send", UndoSend);
