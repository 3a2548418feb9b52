// The client of Parley's topics, for browsers and for what has a WebSocket as they do. It speaks parley.v1, comes back by itself when
// its connection is lost, goes on in each topic where it was, and says again what was not acknowledged.
//
//   import { Topics } from "/parley.js";
//   const topics = new Topics("/topics");
//   topics.subscribe("room", (message) => console.log(message.from, message.data));
//   topics.publish("room", { text: "hello" }).then((ack) => console.log(ack.offset));

const PROTOCOL = "parley.v1";

export const DEFAULTS = Object.freeze({
  user: "", // what to be called, where the server lets its users choose
  firstDelay: 1_000, // the wait before a try is random, up to this, twice as much after each failure …
  maxDelay: 30_000, // … up to this
  stableAfter: 10_000, // milliseconds after which a connection counts as a good one
  pingInterval: 15_000, // a server that says nothing for two of them is taken for gone
  maxOutbox: 1_024, // messages that wait to be acknowledged …
  maxOutboxLength: 1_048_576, // … and UTF-16 units of them
  window: 32, // how many of them wait for the server at a time; it lets a client ask 64 things at once
});

/** Something asked for was not done: `code` is the server's, or "outbox_full" or "closed". */
export class TopicsError extends Error {
  constructor(code, message) {
    super(message);
    this.name = "TopicsError";
    this.code = code;
  }
}

/** A place in a topic. `place` is `{ epoch, offset }`, up to which everything was handed on; good to go on from, whatever happened. */
export class Subscription {
  #leave;

  constructor(topic, options, leave) {
    this.topic = topic;
    this.options = options;
    this.place = options.from ?? null;
    this.ref = 0; // of the command on this connection
    this.joined = false;
    this.#leave = leave;
  }

  close() {
    this.#leave(this);
  }
}

/**
 * A connection to a server's topics, for good. Its `state` is "connecting", "online", "offline" or "closed"; of each change tells an
 * event: "online", "offline" (with `seconds` until the next try), "connecting" and "close" (with `why`: it is final).
 */
export class Topics extends EventTarget {
  #url;
  #options;
  #subscriptions = new Map();
  #outbox = new Map(); // id → message, in order
  #outboxLength = 0;
  #sent = new Map(); // ref → message
  #held = new Set(); // topics in which a message was refused for now
  #asked = new Map(); // ref → question
  #socket = null;
  #welcome = null;
  #name = randomName();
  #said = 0;
  #refs = 0;
  #failures = 0;
  #openedAt = 0;
  #retry = 0;
  #pings = 0;
  #silence = 0;

  state = "connecting";

  constructor(url, options = {}) {
    super();
    this.#options = { ...DEFAULTS, ...options };
    this.#url = url;
    this.#connect();
  }

  /** Who the server says that we are, and what holds there: `{ client, user, durability, … }`; null while there is no connection. */
  get welcome() {
    return this.#welcome;
  }

  /** How many messages wait to be acknowledged. */
  get waiting() {
    return this.#outbox.size;
  }

  /**
   * Hands every message after the place where this begins to `onMessage`, once and in order. Options: `from` (a place), `history` (with
   * how many to begin, where it cannot begin there), `presence`; and what else is told of: `onSubscribed(subscription, lost)`,
   * `onLost(reason, place)`, `onPresence({ count, came, left })`, `onRefused(error)`.
   */
  subscribe(topic, onMessage, options = {}) {
    if (this.state === "closed") throw new TopicsError("closed", "The client is closed.");
    if (this.#subscriptions.has(topic)) throw new TopicsError("conflict", `There is a subscription to ${topic} already.`);
    const subscription = new Subscription(topic, { ...options, onMessage }, (it) => this.#unsubscribe(it));
    this.#subscriptions.set(topic, subscription);
    this.#join(subscription);
    return subscription;
  }

  /** Publishes a JSON value. The promise is kept when it stands in the log, as safe as `durability` says; it stands there once. */
  publish(topic, data, id = `${this.#name}-${++this.#said}`) {
    if (this.state === "closed") return Promise.reject(new TopicsError("closed", "The client is closed."));
    const there = this.#outbox.get(id);
    if (there) return there.promise;
    const text = JSON.stringify(data);
    if (text === undefined) return Promise.reject(new TypeError("This is no JSON value."));
    const length = text.length + topic.length + id.length;
    if (this.#outbox.size >= this.#options.maxOutbox || this.#outboxLength + length > this.#options.maxOutboxLength) {
      return Promise.reject(new TopicsError("outbox_full", "As many messages wait to be acknowledged as may."));
    }
    const message = { topic, id, text, length, ref: 0 };
    message.promise = new Promise((resolve, reject) => Object.assign(message, { resolve, reject }));
    message.promise.catch(() => {}); // whoever does not look at it does not want to hear of it
    this.#outbox.set(id, message);
    this.#outboxLength += length;
    this.#pump();
    return message.promise;
  }

  /** What was said: `{ epoch, oldest, head, messages }`. Options: `limit`, `before` (an offset), `age` (seconds). */
  history(topic, options = {}) {
    return this.#ask({ ...options, type: "history", topic });
  }

  /** Who is there: `{ count, members: [{ client, user }] }`. */
  presence(topic) {
    return this.#ask({ type: "presence", topic });
  }

  /** Tries at once, if it waits to try again. */
  retryNow() {
    if (this.state !== "offline") return;
    clearTimeout(this.#retry);
    this.#connect();
  }

  /** Ends it. What was not acknowledged fails, and may stand in the log all the same. */
  close() {
    this.#end("The client was closed.");
  }

  // ---- the connection ----

  #connect() {
    if (this.state === "offline") this.#become("connecting");
    let socket;
    try {
      socket = new WebSocket(address(this.#url, this.#options.user), PROTOCOL);
    } catch (wrong) {
      this.#end(wrong.message);
      return;
    }
    this.#socket = socket;
    const ifCurrent = (act) => (event) => {
      if (socket === this.#socket) act(event);
    };
    socket.onopen = ifCurrent(() => {
      this.#openedAt = Date.now();
      this.#silence = 0;
      this.#pings = setInterval(() => this.#ping(), this.#options.pingInterval);
    });
    socket.onmessage = ifCurrent(({ data }) => this.#receive(data));
    socket.onclose = ifCurrent((event) => this.#lost(event));
  }

  /** Something is wrong with this connection: on another one, the server will send what is missing. */
  #drop() {
    const socket = this.#socket;
    this.#lost({ code: 1006, reason: "" });
    socket?.close();
  }

  #lost({ code, reason }) {
    const steady = this.#openedAt > 0 && Date.now() - this.#openedAt >= this.#options.stableAfter;
    this.#forget();
    if (isFinal(code, reason, steady)) {
      this.#end(`${code} ${reason}`.trim());
      return;
    }
    this.#failures = steady ? 1 : this.#failures + 1;
    const bound = Math.min(this.#options.maxDelay, this.#options.firstDelay * 2 ** (this.#failures - 1));
    const wait = Math.random() * bound;
    this.#retry = setTimeout(() => this.#connect(), wait);
    this.#become("offline", { seconds: Math.ceil(wait / 1_000) });
  }

  #forget() {
    clearInterval(this.#pings);
    this.#socket = null;
    this.#welcome = null;
    this.#openedAt = 0;
    this.#sent.clear();
    this.#held.clear();
    for (const message of this.#outbox.values()) message.ref = 0;
    for (const subscription of this.#subscriptions.values()) {
      subscription.ref = 0;
      subscription.joined = false;
    }
  }

  #end(why) {
    if (this.state === "closed") return;
    const socket = this.#socket;
    clearTimeout(this.#retry);
    this.#forget();
    socket?.close(1000);
    this.#subscriptions.clear();
    const error = new TopicsError("closed", why);
    for (const waiting of [...this.#outbox.values(), ...this.#asked.values()]) waiting.reject(error);
    this.#outbox.clear();
    this.#outboxLength = 0;
    this.#asked.clear();
    this.#become("closed", { why });
  }

  #become(state, details) {
    this.state = state;
    this.dispatchEvent(Object.assign(new Event(state === "closed" ? "close" : state), details));
  }

  #ping() {
    if (this.#silence++ >= 2) this.#drop();
    else if (this.#welcome) this.#say({ type: "ping", ref: ++this.#refs });
  }

  // ---- commands ----

  #say(command) {
    this.#socket?.send(JSON.stringify(command));
  }

  #join(subscription) {
    if (!this.#welcome || subscription.ref) return;
    const { history = 0, presence = false } = subscription.options;
    subscription.ref = ++this.#refs;
    this.#say({ type: "subscribe", ref: subscription.ref, topic: subscription.topic, history, presence, ...subscription.place });
  }

  #unsubscribe(subscription) {
    if (this.#subscriptions.get(subscription.topic) !== subscription) return;
    this.#subscriptions.delete(subscription.topic);
    // Also if it is still on its way in: the server takes commands in order.
    if (subscription.ref) this.#say({ type: "unsubscribe", ref: ++this.#refs, topic: subscription.topic });
  }

  #pump() {
    if (!this.#welcome) return;
    for (const message of this.#outbox.values()) {
      if (this.#sent.size >= this.#options.window) return;
      if (message.ref || this.#held.has(message.topic)) continue;
      if (byteLength(message.text) > this.#welcome.maxPayloadBytes) {
        this.#settle(message).reject(new TopicsError("too_large", "The server takes smaller payloads only."));
        continue;
      }
      message.ref = ++this.#refs;
      this.#sent.set(message.ref, message);
      const { ref, topic, id } = message;
      this.#socket.send(`${JSON.stringify({ type: "publish", ref, topic, id }).slice(0, -1)},"data":${message.text}}`);
    }
  }

  #settle(message) {
    if (this.#outbox.delete(message.id)) this.#outboxLength -= message.length;
    return message;
  }

  #ask(command) {
    if (this.state === "closed") return Promise.reject(new TopicsError("closed", "The client is closed."));
    if (this.#asked.size >= 256) return Promise.reject(new TopicsError("busy", "Too many questions wait."));
    return new Promise((resolve, reject) => this.#askAgain({ command, resolve, reject }));
  }

  #askAgain(question) {
    const ref = ++this.#refs;
    this.#asked.set(ref, question);
    if (this.#welcome) this.#say({ ...question.command, ref });
  }

  /** After a while, if the connection is still the same. */
  #later(act) {
    const socket = this.#socket;
    setTimeout(() => socket === this.#socket && act(), 200 + Math.random() * 800);
  }

  // ---- what the server says ----

  #answers = {
    welcome: (said) => this.#begin(said),
    subscribed: (said) => this.#subscribed(said),
    message: (said) => this.#message(said),
    lost: (said) => this.#somethingWasLost(said),
    presence: (said) => ("ref" in said ? this.#answer(said) : this.#present(said)),
    history: (said) => this.#answer(said),
    ack: (said) => this.#acknowledged(said),
    pong: (said) => this.#pong(said),
    error: (said) => this.#refused(said),
  };

  #receive(text) {
    this.#silence = 0;
    let said;
    try {
      said = JSON.parse(text);
    } catch {
      this.#drop();
      return;
    }
    // A later server may say more.
    if (Object.hasOwn(this.#answers, said?.type)) this.#answers[said.type](said);
  }

  #begin(said) {
    this.#welcome = said;
    for (const subscription of this.#subscriptions.values()) this.#join(subscription);
    const questions = [...this.#asked.values()];
    this.#asked.clear();
    for (const question of questions) this.#askAgain(question);
    this.#become("online");
    this.#pump();
  }

  #subscribed({ ref, topic, epoch, offset, recovered, reason }) {
    const subscription = this.#subscriptions.get(topic);
    if (subscription?.ref !== ref) return;
    const before = subscription.place;
    if (recovered && (before?.epoch !== epoch || before.offset !== offset)) {
      this.#drop();
      return;
    }
    subscription.place = { epoch, offset };
    subscription.joined = true;
    const lost = before !== null && !recovered;
    if (lost) guarded(() => subscription.options.onLost?.(reason, subscription.place));
    guarded(() => subscription.options.onSubscribed?.(subscription, lost));
  }

  #message(said) {
    const subscription = this.#subscriptions.get(said.topic);
    if (!subscription?.joined || said.offset <= subscription.place.offset) return;
    const { epoch, offset } = subscription.place;
    if (said.offset !== offset + 1) {
      this.#drop();
      return;
    }
    guarded(() => subscription.options.onMessage({ ...said, epoch }));
    // What it is being told at this moment it is told, whatever its listener did.
    if (subscription.place.epoch === epoch) subscription.place = { epoch, offset: said.offset };
  }

  #somethingWasLost({ topic, epoch, offset, reason }) {
    const subscription = this.#subscriptions.get(topic);
    if (!subscription?.joined) return;
    subscription.place = { epoch, offset };
    guarded(() => subscription.options.onLost?.(reason, subscription.place));
  }

  #present(said) {
    const subscription = this.#subscriptions.get(said.topic);
    if (subscription?.joined) guarded(() => subscription.options.onPresence?.(said));
  }

  #answer(said) {
    this.#asked.get(said.ref)?.resolve(said);
    this.#asked.delete(said.ref);
  }

  #acknowledged(said) {
    const message = this.#sent.get(said.ref);
    this.#sent.delete(said.ref);
    if (message) this.#settle(message).resolve(said);
    this.#pump();
  }

  /** The connection keeps its order: what the server has sent by then is here, or is missing. */
  #pong({ heads }) {
    for (const { topic, joined, place } of this.#subscriptions.values()) {
      const head = heads?.[topic];
      if (joined && head && (head.epoch !== place.epoch || head.offset !== place.offset)) {
        this.#drop();
        return;
      }
    }
  }

  #refused({ ref, code, then, message: why }) {
    const error = new TopicsError(code, why);
    const forNow = then !== "change";
    const message = this.#sent.get(ref);
    this.#sent.delete(ref);
    if (message && forNow) this.#holdBack(message);
    else if (message) this.#settle(message).reject(error);
    this.#asked.get(ref)?.reject(error);
    this.#asked.delete(ref);
    for (const subscription of this.#subscriptions.values()) {
      if (ref && subscription.ref === ref) this.#notIn(subscription, forNow, error);
    }
    this.#pump();
  }

  /** Those that follow in its topic wait for it, so that their order stays. */
  #holdBack(message) {
    message.ref = 0;
    this.#held.add(message.topic);
    this.#later(() => {
      this.#held.delete(message.topic);
      this.#pump();
    });
  }

  #notIn(subscription, forNow, error) {
    subscription.ref = 0;
    if (forNow) {
      this.#later(() => this.#subscriptions.get(subscription.topic) === subscription && this.#join(subscription));
    } else {
      this.#subscriptions.delete(subscription.topic);
      guarded(() => subscription.options.onRefused?.(error));
    }
  }
}

/** Whether another try would end in the same way. */
function isFinal(code, reason, steady) {
  if (reason === "slow consumer") return false;
  if (code === 1008) return !steady;
  return [1000, 1002, 1003, 1007, 1009, 1010].includes(code) || (code >= 3000 && code !== 3008);
}

function address(url, user) {
  const full = user ? `${url}${url.includes("?") ? "&" : "?"}user=${encodeURIComponent(user)}` : url;
  // Browsers before 2024 take neither a relative address nor http.
  return globalThis.URL ? new URL(full, globalThis.location?.href).href.replace(/^http/, "ws") : full;
}

/** An error of a listener's is the page's to see, and nobody else's to suffer. */
function guarded(call) {
  try {
    call();
  } catch (error) {
    setTimeout(() => {
      throw error;
    });
  }
}

/** Of UTF-8. */
function byteLength(text) {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0);
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x1_0000 ? 3 : 4;
  }
  return bytes;
}

/** By which the log knows messages again: nobody else may have it. */
function randomName() {
  const random = globalThis.crypto?.getRandomValues(new Uint8Array(12)) ?? Array.from({ length: 12 }, () => Math.random() * 256);
  return Array.from(random, (byte) => (byte & 255).toString(16).padStart(2, "0")).join("");
}
