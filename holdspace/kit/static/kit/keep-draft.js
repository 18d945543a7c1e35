/* Wraps a form and keeps what is typed: on the server after a pause, in this tab alone while the line is gone. */
const PAUSE = 1500;
const AGAIN = 15000;

class KeepDraft extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.status = this.querySelector("[role=status]") || this.appendChild(this.statusLine());
    this.key = `draft ${this.dataset.url}`;
    this.onTyped = () => { this.isSent = false; clearTimeout(this.timer); this.timer = setTimeout(() => this.keep(), PAUSE); };
    this.onBack = () => this.outbox() && !this.isJoined && this.keep();
    this.onSend = (event) => this.send(event);
    this.form.addEventListener("input", this.onTyped);
    this.form.addEventListener("submit", this.onSend);
    window.addEventListener("online", this.onBack);
    this.restore();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    window.removeEventListener("online", this.onBack);
  }

  async keep() {
    this.isJoined = false;
    const body = new URLSearchParams(new FormData(this.form));
    try {
      const answer = await fetch(this.dataset.url, { method: "POST", body, headers: { "X-Draft": "1" } });
      if (answer.status === 403) return this.isSent || this.wait(this.dataset.signedOut); // asking again would not help
      if (!answer.ok || answer.redirected) throw new Error("not kept");
      sessionStorage.removeItem(this.key);
      this.say(answer.headers.has("X-Signed-Out") ? this.dataset.keptSignedOut : this.dataset.kept);
    } catch {
      if (this.isSent) return; // the next page cut it off: what was sent must not wait here and come back
      this.wait();
      this.timer = setTimeout(() => this.keep(), AGAIN);
    }
  }

  wait(sentence = this.dataset.waiting) {
    sessionStorage.setItem(this.key, this.form.elements.body.value);
    this.say(sentence);
  }

  /* Sending into a dead line would show the browser's own error page in place of the words. */
  send(event) {
    clearTimeout(this.timer);
    this.isSent = navigator.onLine;
    if (this.isSent) return sessionStorage.removeItem(this.key);
    event.preventDefault();
    return this.wait();
  }

  /* The page goes this instant: what is in the box is on its way, and nothing of it stays in this tab. */
  hurry() {
    clearTimeout(this.timer);
    this.isSent = true;
    if (!this.form.elements.body.value.trim()) return;
    const wishes = { method: "POST", body: new FormData(this.form), headers: { "X-Draft": "1" }, keepalive: true };
    fetch(this.dataset.url, wishes).catch(() => {}); // the line is dead, and there is no time to wait for it
  }

  /* What waited here may be older than what was kept from another tab: both stay, and the person decides. */
  restore() {
    const waiting = this.outbox();
    const box = this.form.elements.body;
    if (!waiting) return;
    if (box.value.includes(waiting)) return sessionStorage.removeItem(this.key);
    this.isJoined = Boolean(box.value.trim());
    box.value = this.isJoined ? `${box.value}\n\n———\n\n${waiting}` : waiting;
    if (this.isJoined) this.say(this.dataset.joined); else this.keep();
  }

  outbox() {
    return sessionStorage.getItem(this.key);
  }

  say(sentence) {
    const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    this.status.textContent = sentence.replace("%time%", time);
  }

  statusLine() {
    const line = document.createElement("p");
    line.className = "kept";
    line.setAttribute("role", "status");
    return line;
  }
}

customElements.define("keep-draft", KeepDraft);
