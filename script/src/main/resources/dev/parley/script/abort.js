// DOM standard §3 "Aborting ongoing activities".
(function (host, shared) {
  "use strict";
  const INSIDE = Symbol("made by the layer");
  let abort;

  class AbortSignal extends EventTarget {
    #aborted = false;
    #reason = undefined;
    #algorithms = new Set();

    static {
      shared.onAbort = (signal, algorithm) => {
        if (!signal.#aborted) signal.#algorithms.add(algorithm);
      };
      abort = (signal, reason) => {
        if (signal.#aborted) return;
        signal.#aborted = true;
        signal.#reason = reason === undefined ? new DOMException("It was aborted.", "AbortError") : reason;
        const algorithms = [...signal.#algorithms];
        signal.#algorithms.clear();
        for (const algorithm of algorithms) algorithm();
        shared.dispatchWhole(signal, new Event("abort"));
      };
    }

    constructor(key) {
      if (key !== INSIDE) throw new TypeError("Illegal constructor");
      super();
    }

    static abort(reason = undefined) {
      const signal = new AbortSignal(INSIDE);
      signal.#aborted = true;
      signal.#reason = reason === undefined ? new DOMException("It was aborted.", "AbortError") : reason;
      return signal;
    }

    static timeout(milliseconds) {
      shared.needs(arguments.length, 1, "AbortSignal.timeout");
      const signal = new AbortSignal(INSIDE);
      shared.later(Math.max(0, Math.trunc(+milliseconds) || 0), () => {
        abort(signal, new DOMException("It took too long.", "TimeoutError"));
      });
      return signal;
    }

    static any(signals) {
      shared.needs(arguments.length, 1, "AbortSignal.any");
      const sources = shared.sequence(signals, signals[Symbol.iterator]);
      if (!sources.every((source) => shared.isObject(source) && #aborted in source)) {
        throw new TypeError("It is no AbortSignal.");
      }
      const gone = sources.find((source) => source.#aborted);
      if (gone) return AbortSignal.abort(gone.#reason);
      const signal = new AbortSignal(INSIDE);
      for (const source of sources) shared.onAbort(source, () => abort(signal, source.#reason));
      return signal;
    }

    get aborted() { return this.#aborted; }
    get reason() { return this.#reason; }
    throwIfAborted() {
      if (this.#aborted) throw this.#reason;
    }
  }

  class AbortController {
    #signal = new AbortSignal(INSIDE);

    get signal() { return this.#signal; }
    abort(reason = undefined) { abort(this.#signal, reason); }
  }

  shared.handlerAttributes(AbortSignal.prototype, ["abort"]);
  Object.defineProperty(AbortSignal, "length", { value: 0 });
  shared.expose(AbortSignal);
  shared.expose(AbortController);
});
