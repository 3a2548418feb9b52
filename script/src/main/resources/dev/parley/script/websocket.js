// WHATWG WebSockets standard §3.1 "The WebSocket interface". URL, state, buffers and the order of events are Java's.
(function (host, shared) {
  "use strict";

  class WebSocket extends EventTarget {
    #java;
    #binaryType = "blob";

    constructor(url, protocols = []) {
      shared.needs(arguments.length, 1, "new WebSocket");
      super();
      const address = shared.usvString(url);
      const offered = shared.stringOrSequence(protocols);
      this.#java = host.connect(address, typeof offered === "string" ? [offered] : offered, {
        open: () => shared.dispatch(this, new Event("open")),
        message: (data, origin) => shared.dispatch(this, new MessageEvent("message", { data: this.#data(data), origin })),
        error: (why) => {
          // "For security reasons" a script is not told why: the console is.
          host.complain(`WebSocket: ${why}`);
          return shared.dispatch(this, new Event("error"));
        },
        close: (wasClean, code, reason) => shared.dispatch(this, new CloseEvent("close", { wasClean, code, reason })),
      });
    }

    #data(data) {
      if (typeof data === "string") return data;
      return this.#binaryType === "blob" ? shared.newBlob(data) : new ArrayBuffer(data);
    }

    get url() { return this.#java.url(); }
    get readyState() { return this.#java.readyState(); }
    get bufferedAmount() { return this.#java.bufferedAmount(); }
    get extensions() { return this.#java.extensions(); }
    get protocol() { return this.#java.protocol(); }

    get binaryType() { return this.#binaryType; }
    set binaryType(value) {
      this.#java;
      const type = `${value}`;
      // What is no value of an enumeration is ignored (Web IDL §3.7.6).
      if (type === "blob" || type === "arraybuffer") {
        this.#java.binaryType(type);
        this.#binaryType = type;
      }
    }

    close(code = undefined, reason = undefined) {
      const java = this.#java;
      const number = code === undefined ? undefined : shared.clampedUnsignedShort(code);
      const text = reason === undefined ? undefined : shared.usvString(reason);
      if (number !== undefined) java.closeWith(number, text ?? "");
      else if (text !== undefined) java.closeWithReason(text);
      else java.close();
    }

    send(data) {
      const java = this.#java;
      shared.needs(arguments.length, 1, "send");
      const bytes = shared.isObject(data) ? shared.bytesOf(data) : null;
      if (bytes !== null) java.sendBytes(...bytes);
      else if (shared.isBlob(data)) java.sendBlob(shared.javaBlob(data));
      else java.sendText(shared.usvString(data));
    }
  }

  shared.handlerAttributes(WebSocket.prototype, ["open", "error", "close", "message"]);
  shared.expose(WebSocket, { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 });
  shared.showAttributes(WebSocket);
});
