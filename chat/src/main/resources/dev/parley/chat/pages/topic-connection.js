import { Topics } from "/parley.js";

/**
 * The room's topic, as what a conversation knows of a connection: `state`, and `start`, `stop`, `retryNow`. Its owner hears `changed` (a
 * state, and the whole seconds left to wait).
 */
export class TopicConnection {
  #path;
  #owner;
  #ticking = 0;

  topics = null;
  state = "closed";

  constructor(path, owner) {
    this.#path = path;
    this.#owner = owner;
  }

  start() {
    if (this.state !== "closed") return;
    const topics = new Topics(this.#path, { user: this.#owner.user });
    this.topics = topics;
    const ifCurrent = (act) => (event) => {
      if (topics === this.topics) act(event);
    };
    topics.addEventListener("online", ifCurrent(() => this.#become("open")));
    topics.addEventListener("offline", ifCurrent(({ seconds }) => this.#countDown(seconds)));
    topics.addEventListener("connecting", ifCurrent(() => this.#become("connecting")));
    topics.addEventListener("close", ifCurrent(() => this.stop()));
    this.#become("connecting");
    this.#owner.begun(topics);
  }

  stop() {
    const topics = this.topics;
    this.topics = null;
    topics?.close();
    this.#become("closed");
  }

  retryNow() {
    this.topics?.retryNow();
  }

  #countDown(seconds) {
    this.#become("waiting", seconds);
    if (seconds > 1) this.#ticking = setTimeout(() => this.#countDown(seconds - 1), 1_000);
  }

  #become(state, seconds = 0) {
    clearTimeout(this.#ticking);
    this.state = state;
    this.#owner.changed(state, seconds);
  }
}
