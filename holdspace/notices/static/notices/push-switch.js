/* Lets this browser be told that something waits: asks it for an address of its push service, and sends the form. */
const ACTIVE = "activated";

const active = (worker) => new Promise((done) => {
  const look = () => worker.state === ACTIVE && done();
  worker.addEventListener("statechange", look);
  look();
});

class PushSwitch extends HTMLElement {
  connectedCallback() {
    if (!("serviceWorker" in navigator && "PushManager" in window)) return;
    this.form = this.querySelector("form");
    this.form.hidden = false;
    this.querySelector("[data-without]").hidden = true;
    this.form.addEventListener("submit", this);
  }

  async handleEvent(event) {
    event.preventDefault();
    try {
      this.fill((await this.subscribe()).toJSON());
      this.form.submit();
    } catch {
      this.querySelector("[data-refused]").hidden = false;
    }
  }

  async subscribe() {
    const registration = await navigator.serviceWorker.register(this.dataset.worker);
    await active(registration.active ?? registration.waiting ?? registration.installing);
    return registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: this.dataset.key });
  }

  fill({ endpoint, keys }) {
    const { elements } = this.form;
    elements.endpoint.value = endpoint;
    elements.p256dh.value = keys.p256dh;
    elements.auth.value = keys.auth;
  }
}

customElements.define("push-switch", PushSwitch);
