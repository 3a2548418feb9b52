// DOM standard §2.2 "Interface Event".
(function (host, shared) {
  "use strict";
  const NONE = 0;
  let stateOf;

  // One accessor for all events: [LegacyUnforgeable], so it is each event's own.
  const { get: isTrusted } = Object.getOwnPropertyDescriptor(
    { get isTrusted() { return stateOf(this).trusted; } },
    "isTrusted",
  );

  class Event {
    #state;

    static {
      stateOf = (event) => event.#state;
      shared.isEvent = (value) => shared.isObject(value) && #state in value;
    }

    constructor(type, eventInitDict = {}) {
      shared.needs(arguments.length, 1, "new Event");
      const name = `${type}`;
      const init = shared.dictionary(eventInitDict);
      this.#state = {
        type: name,
        bubbles: !!init.bubbles,
        cancelable: !!init.cancelable,
        composed: !!init.composed,
        target: null,
        currentTarget: null,
        phase: NONE,
        dispatched: false,
        stopped: false,
        stoppedAtOnce: false,
        canceled: false,
        passive: false,
        trusted: false,
        time: performance.now(),
      };
      Object.defineProperty(this, "isTrusted", { get: isTrusted, enumerable: true });
    }

    get type() { return this.#state.type; }
    get target() { return this.#state.target; }
    get srcElement() { return this.#state.target; }
    get currentTarget() { return this.#state.currentTarget; }
    composedPath() { return this.#state.currentTarget === null ? [] : [this.#state.currentTarget]; }
    get eventPhase() { return this.#state.phase; }
    stopPropagation() { this.#state.stopped = true; }
    get cancelBubble() { return this.#state.stopped; }
    set cancelBubble(value) { if (value) this.#state.stopped = true; else this.#state; }
    stopImmediatePropagation() {
      this.#state.stopped = true;
      this.#state.stoppedAtOnce = true;
    }
    get bubbles() { return this.#state.bubbles; }
    get cancelable() { return this.#state.cancelable; }
    get returnValue() { return !this.#state.canceled; }
    set returnValue(value) { if (!value) this.preventDefault(); }
    preventDefault() {
      if (this.#state.cancelable && !this.#state.passive) this.#state.canceled = true;
    }
    get defaultPrevented() { return this.#state.canceled; }
    get composed() { return this.#state.composed; }
    get timeStamp() { return this.#state.time; }
    initEvent(type, bubbles = false, cancelable = false) {
      shared.needs(arguments.length, 1, "initEvent");
      const state = this.#state;
      const name = `${type}`;
      if (state.dispatched) return;
      Object.assign(state, {
        type: name,
        bubbles: !!bubbles,
        cancelable: !!cancelable,
        target: null,
        stopped: false,
        stoppedAtOnce: false,
        canceled: false,
        trusted: false,
      });
    }
  }

  shared.stateOf = stateOf;
  shared.expose(Event, { NONE, CAPTURING_PHASE: 1, AT_TARGET: 2, BUBBLING_PHASE: 3 });
});
