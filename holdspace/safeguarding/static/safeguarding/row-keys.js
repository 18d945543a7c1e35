/* Around a list of links: j and k go down and up while the focus is inside, so that no key is taken from a page elsewhere. */
class RowKeys extends HTMLElement {
  connectedCallback() {
    this.onKey = (event) => this.go(event);
    this.addEventListener("keydown", this.onKey);
  }

  disconnectedCallback() {
    this.removeEventListener("keydown", this.onKey);
  }

  go(event) {
    const step = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    const rows = [...this.querySelectorAll("a[id^='open-']")];
    const here = rows.indexOf(document.activeElement);
    const next = here < 0 ? (step > 0 ? 0 : rows.length - 1) : here + step;
    if (!rows[next]) return;
    event.preventDefault();
    rows[next].focus();
  }
}

customElements.define("row-keys", RowKeys);
