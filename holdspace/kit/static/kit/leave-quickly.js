/* Leaves without a step that Back could undo: what was typed is kept as a draft, the page is emptied at once, then replaced.
   Escape, pressed twice, does the same. */
const PAUSE = 800;

class LeaveQuickly extends HTMLElement {
  connectedCallback() {
    this.lastEscape = 0;
    this.onKey = (event) => event.key === "Escape" && this.escape();
    this.onClick = (event) => { event.preventDefault(); this.leave(); };
    this.addEventListener("click", this.onClick);
    document.addEventListener("keydown", this.onKey);
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.onClick);
    document.removeEventListener("keydown", this.onKey);
  }

  escape() {
    const now = Date.now();
    if (now - this.lastEscape < PAUSE) this.leave();
    this.lastEscape = now;
  }

  leave() {
    const address = this.querySelector("a").href;
    for (const draft of document.querySelectorAll("keep-draft:defined")) draft.hurry();
    sessionStorage.clear();
    document.title = "";
    document.body.replaceChildren();
    window.location.replace(address);
  }
}

customElements.define("leave-quickly", LeaveQuickly);
