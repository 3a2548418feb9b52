import { closeBody } from "./lab-close.js";
import { bodyOf, line } from "./lab-line.js";
import { journal } from "./lab-journal.js";
import { Live } from "./lab-live.js";
import { kindOf, payloadBody } from "./lab-payload.js";
import { since } from "./lab-units.js";

/** The one socket the controls act on; a former one may still have a last word to say. */
export const lab = {
  socket: null,
  live: null,
  number: 0,
  startedAt: 0,

  connect(address, protocols, binaryType) {
    const startedAt = performance.now();
    const made = this.attempt("new WebSocket", () => construct(address, protocols), startedAt);
    if (!made) return;
    if (this.socket?.readyState < WebSocket.CLOSING) this.socket.close(1000, "replaced");
    this.live?.stop();
    made.binaryType = binaryType;
    this.socket = made;
    this.live = new Live(made);
    this.startedAt = startedAt;
    this.number += 1;
    this.listen(made, this.number, startedAt);
    this.live.refresh();
  },

  listen(socket, number, startedAt) {
    const tell = (type, body, kind) => {
      const former = socket === this.socket ? "" : `#${number} `;
      journal.add(line(type, former + since(startedAt), body, kind));
      this.live.refresh();
    };
    socket.addEventListener("open", () => tell("open", bodyOf(agreed(socket))));
    socket.addEventListener("message", ({ data }) => tell("message", payloadBody(data), kindOf(data)));
    socket.addEventListener("error", () => tell("error", bodyOf("the event carries no reason; the console may")));
    socket.addEventListener("close", (event) => tell("close", closeBody(event)));
  },

  send(data) {
    if (this.deliver(data)) this.tellSent(payloadBody(data), kindOf(data));
  },

  /** Many sends in one go, told in one line. */
  sendAll(parts, summary) {
    if (parts.every((part) => this.deliver(part))) this.tellSent(bodyOf(summary), kindOf(parts[0]));
  },

  deliver(data) {
    return this.attempt("send", () => {
      this.existing().send(data);
      return true;
    });
  },

  tellSent(body, kind) {
    journal.add(line("sent", since(this.startedAt), body, kind));
  },

  /** Takes what close() takes: none, a code, or a code and a reason. */
  close(given) {
    this.attempt("close", () => this.existing().close(...given));
  },

  useBinaryType(binaryType) {
    if (this.socket) this.socket.binaryType = binaryType;
    this.live?.refresh();
  },

  /** Runs one call of the API; what it throws becomes a line, under its own name. */
  attempt(call, act, startedAt = this.startedAt) {
    try {
      return act();
    } catch (thrown) {
      journal.add(line("thrown", since(startedAt), bodyOf(call, `${thrown.name}: ${thrown.message}`)));
      return null;
    } finally {
      this.live?.refresh();
    }
  },

  existing() {
    if (!this.socket) throw new ReferenceError("there is no socket yet: press Connect first");
    return this.socket;
  },
};

function construct(address, protocols) {
  return protocols.length ? new WebSocket(address, protocols) : new WebSocket(address);
}

function agreed(socket) {
  const protocol = socket.protocol ? `protocol “${socket.protocol}”` : "no subprotocol";
  return `${protocol}, ${socket.extensions || "no extensions"}`;
}
