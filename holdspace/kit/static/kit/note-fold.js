/* Around a <details>: opening it leads on to the words inside, so that a keyboard or a screen reader is not left behind. */
class NoteFold extends HTMLElement {
  connectedCallback() {
    this.onToggle = () => this.details.open && this.lead();
    this.details.addEventListener("toggle", this.onToggle);
  }

  disconnectedCallback() {
    this.details?.removeEventListener("toggle", this.onToggle);
  }

  lead() {
    const inside = this.details.querySelector(":scope > :not(summary)");
    if (!inside) return;
    inside.tabIndex = -1;
    inside.focus({ preventScroll: true });
  }

  get details() {
    return this.querySelector("details");
  }
}

customElements.define("note-fold", NoteFold);
