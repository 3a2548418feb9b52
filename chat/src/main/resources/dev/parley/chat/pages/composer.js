const MAX_TEXT = 2_000;
const COUNT_FROM = 1_800;

/** Enter sends, Shift+Enter breaks the line, and nothing written is lost while there is no connection. */
export class Composer {
  #form;
  #field;
  #counter;
  #note;
  #send;

  constructor(form, send) {
    this.#form = form;
    this.#send = send;
    this.#field = form.querySelector("textarea");
    this.#counter = form.querySelector('[data-role="counter"]');
    this.#note = form.querySelector('[data-role="note"]');
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#field.addEventListener("keydown", (event) => {
      // During composition Enter picks a word; it does not send.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#form.requestSubmit();
    });
    this.#field.addEventListener("input", () => {
      const full = this.#field.value.length >= MAX_TEXT;
      this.say(full ? `A message holds ${MAX_TEXT.toLocaleString("en")} characters.` : "", full);
      this.#refresh();
    });
  }

  focus() {
    this.#field.focus({ preventScroll: true });
  }

  say(text, warning = false) {
    this.#note.textContent = text;
    this.#note.classList.toggle("warning", warning);
  }

  #submit() {
    const text = this.#field.value.trim().slice(0, MAX_TEXT);
    const sent = text && this.#send(text);
    if (sent) {
      this.#field.value = "";
      this.say(sent === "later" ? "It will be sent when there is a connection." : "");
    } else if (text) {
      this.say("Not sent: there is no connection. Your text stays here.", true);
    }
    this.#refresh();
    this.focus();
  }

  #refresh() {
    const length = this.#field.value.length;
    this.#counter.textContent = length >= COUNT_FROM ? `${length} / ${MAX_TEXT}` : "";
    this.#counter.classList.toggle("full", length >= MAX_TEXT);
    this.#fitHeight();
  }

  #fitHeight() {
    if (CSS.supports("field-sizing", "content")) return;
    this.#field.style.height = "auto";
    const borders = this.#field.offsetHeight - this.#field.clientHeight;
    this.#field.style.height = `${this.#field.scrollHeight + borders}px`;
  }
}
