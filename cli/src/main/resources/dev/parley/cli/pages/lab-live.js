import { byId, element } from "/element.js";
import { amount } from "./lab-units.js";

const STATES = ["CONNECTING", "OPEN", "CLOSING", "CLOSED"];

/** What one socket says about itself at this moment. */
export class Live {
  #socket;
  #peak = 0;
  #lastState = null;
  #sampling = 0;

  constructor(socket) {
    this.#socket = socket;
    byId("states").replaceChildren();
  }

  refresh() {
    this.#noteState();
    this.#noteBuffered();
    byId("live-binary-type").textContent = this.#socket.binaryType;
    for (const id of ["protocol", "extensions", "url"]) {
      byId(id).textContent = this.#socket[id] || '""';
      byId(id).title = this.#socket[id];
    }
  }

  /** Another socket is shown from now on. */
  stop() {
    cancelAnimationFrame(this.#sampling);
  }

  #noteState() {
    const state = this.#socket.readyState;
    if (state === this.#lastState) return;
    this.#lastState = state;
    const word = `${state} ${STATES[state]}`;
    byId("ready-state").dataset.value = String(state);
    byId("ready-state-word").textContent = word;
    for (const step of byId("ready-state").children) {
      if (step.dataset.step === String(state)) step.setAttribute("aria-current", "step");
      else step.removeAttribute("aria-current");
    }
    const entry = element("li", "", word);
    entry.dataset.value = String(state);
    byId("states").append(entry);
  }

  #noteBuffered() {
    const { bufferedAmount, readyState } = this.#socket;
    this.#peak = Math.max(this.#peak, bufferedAmount);
    showAmount("buffered", bufferedAmount);
    showAmount("buffered-peak", this.#peak);
    byId("meter").style.setProperty("--full", this.#peak ? bufferedAmount / this.#peak : 0);
    // After the close the amount never shrinks again, so there is nothing to wait for.
    if (bufferedAmount && readyState !== WebSocket.CLOSED) this.#sampleSoon();
  }

  #sampleSoon() {
    this.#sampling ||= requestAnimationFrame(() => {
      this.#sampling = 0;
      this.#noteState();
      this.#noteBuffered();
    });
  }
}

function showAmount(id, number) {
  byId(id).textContent = amount(number);
  byId(id).dataset.value = String(number);
}
