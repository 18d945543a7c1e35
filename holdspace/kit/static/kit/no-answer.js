/* Says so where an answer should have come and none did: HTMX alone leaves the page as if nothing had been pressed. */
class NoAnswer extends HTMLElement {
  connectedCallback() {
    this.onAsk = () => this.line?.remove();
    this.onRefused = ({ detail }) => this.say(detail.target, this.why(detail.xhr.status));
    this.onLost = ({ detail }) => this.say(detail.target, this.dataset.notNow);
    document.body.addEventListener("htmx:beforeRequest", this.onAsk);
    document.body.addEventListener("htmx:responseError", this.onRefused);
    document.body.addEventListener("htmx:sendError", this.onLost);
  }

  disconnectedCallback() {
    document.body.removeEventListener("htmx:beforeRequest", this.onAsk);
    document.body.removeEventListener("htmx:responseError", this.onRefused);
    document.body.removeEventListener("htmx:sendError", this.onLost);
  }

  why(status) {
    return status === 401 || status === 403 ? this.dataset.signedOut : this.dataset.notNow;
  }

  /* In the place that was to be filled, if it is read out; else after it, read out by itself. */
  say(target, sentence) {
    this.line = document.createElement("p");
    this.line.className = "notice";
    if (target.hasAttribute("aria-live")) target.replaceChildren(this.line);
    else { this.line.setAttribute("role", "alert"); target.after(this.line); }
    this.line.textContent = sentence;
  }
}

customElements.define("no-answer", NoAnswer);
