const LONGEST_WAIT = 30_000;
const FIRST_WAIT = 1_000;
const STEADY_AFTER = 10_000;

/**
 * One WebSocket at a time, replaced when it is lost. The wait before each try is drawn at random
 * between nothing and a bound that doubles ("full jitter"), so that the pages of a restarted
 * server do not all return in the same instant.
 *
 * The owner hears `greeted` (a socket opened), `received` (a text came) and `changed` (a state, and
 * the whole seconds left to wait), and calls `ready` once it has said what it must say first.
 */
export class SteadyConnection {
  #path;
  #protocols;
  #owner;
  #socket = null;
  #tries = 0;
  #openedAt = 0;
  #ticking = 0;
  #retryAt = 0;

  state = "closed";

  constructor(path, protocols, owner) {
    this.#path = path;
    this.#protocols = protocols;
    this.#owner = owner;
  }

  start() {
    if (this.state !== "closed") return;
    this.#tries = 0;
    this.#connect();
  }

  stop() {
    const socket = this.#forgetSocket();
    clearTimeout(this.#ticking);
    socket?.close(1000);
    this.#become("closed");
  }

  retryNow() {
    if (this.state !== "waiting") return;
    clearTimeout(this.#ticking);
    this.#connect();
  }

  ready() {
    this.#become("open");
  }

  send(text) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(text);
    return true;
  }

  #connect() {
    this.#become("connecting");
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(`${scheme}//${location.host}${this.#path}`, this.#protocols);
    const ifCurrent = (act) => (event) => {
      if (socket === this.#socket) act(event);
    };
    this.#socket = socket;
    socket.addEventListener("open", ifCurrent(() => {
      this.#openedAt = Date.now();
      this.#owner.greeted();
    }));
    socket.addEventListener("message", ifCurrent(({ data }) => {
      if (typeof data === "string") this.#owner.received(data);
    }));
    socket.addEventListener("close", ifCurrent(() => this.#lost()));
  }

  #lost() {
    this.#forgetSocket();
    // A server that accepts and drops at once must not be asked again without growing waits.
    const wasSteady = this.#openedAt && Date.now() - this.#openedAt > STEADY_AFTER;
    this.#openedAt = 0;
    this.#tries = wasSteady ? 1 : this.#tries + 1;
    const bound = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.#tries);
    this.#retryAt = Date.now() + Math.random() * bound;
    this.#tick();
  }

  #tick() {
    const left = this.#retryAt - Date.now();
    if (left <= 0) {
      this.#connect();
      return;
    }
    const seconds = Math.ceil(left / 1_000);
    this.#become("waiting", seconds);
    this.#ticking = setTimeout(() => this.#tick(), left - (seconds - 1) * 1_000);
  }

  #forgetSocket() {
    const socket = this.#socket;
    this.#socket = null;
    return socket;
  }

  #become(state, seconds = 0) {
    this.state = state;
    this.#owner.changed(state, seconds);
  }
}
