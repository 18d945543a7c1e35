// Asks the device for a passkey and sends what it answers. Hidden where the browser knows none of this.
class PasskeyForm extends HTMLElement {
  connectedCallback() {
    if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) return;
    this.hidden = false;
    this.form = this.querySelector("form");
    this.form.addEventListener("submit", (event) => this.ask(event));
  }

  async ask(event) {
    event.preventDefault();
    const status = this.querySelector("[role=status]");
    status.textContent = "";
    try {
      this.form.elements.credential.value = JSON.stringify(await this.answer());
      this.form.submit();
    } catch {
      status.textContent = status.dataset.trouble;
    }
  }

  async answer() {
    const options = await this.options();
    if (this.dataset.ask === "get") {
      return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
    }
    const wish = { residentKey: "required", requireResidentKey: true, userVerification: "required" };
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON({ ...options, authenticatorSelection: wish });
    return navigator.credentials.create({ publicKey });
  }

  async options() {
    if (this.dataset.options) return JSON.parse(this.dataset.options).publicKey;
    const response = await fetch(this.dataset.from, { headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error("no options");
    return (await response.json()).request_options.publicKey;
  }
}

customElements.define("passkey-form", PasskeyForm);
