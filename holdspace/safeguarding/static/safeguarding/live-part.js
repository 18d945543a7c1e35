/* <live-part src="…" every="5">: asks for its own inside again and again while the page is looked at. Ids and policy
   stay with the server, which is asked each time; whoever may not look any more gets nothing new. */
class LivePart extends HTMLElement {
  connectedCallback() {
    this.timer = setInterval(() => this.renew(), Number(this.getAttribute("every")) * 1000);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  async renew() {
    if (document.hidden || this.busy) return;
    this.busy = true;
    try {
      const answer = await fetch(this.address, { headers: { "HX-Request": "true" }, redirect: "error" });
      if (answer.status === 200) this.show(await answer.text());
    } catch {
      /* No line for a moment: what stands here stays, and the next try may get through. */
    } finally {
      this.busy = false;
    }
  }

  get address() {
    const mark = this.querySelector("[data-mark]")?.dataset.mark;
    return this.getAttribute("src") + (mark ? `?mark=${mark}` : "");
  }

  show(text) {
    if (text === this.shown) return;
    this.shown = text;
    const focused = this.contains(document.activeElement) ? document.activeElement.id : "";
    this.innerHTML = text;
    if (focused) document.getElementById(focused)?.focus();
  }
}

customElements.define("live-part", LivePart);
