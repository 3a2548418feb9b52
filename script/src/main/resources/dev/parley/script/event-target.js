// DOM standard §2.7 "Interface EventTarget", §2.9 "Dispatching events", HTML standard §8.1.8.1 "Event handlers".
(function (host, shared) {
  "use strict";
  const AT_TARGET = 2;
  const { stateOf } = shared;

  // In a class of its own, so that the global object can be made a target of events, too.
  class Registrations extends shared.Stamp {
    #list = [];

    static of(target) {
      return target.#list;
    }
  }
  const registrationsOf = Registrations.of;
  shared.makeTarget = (object) => new Registrations(object);

  const captureOf = (options) => (shared.isObject(options) ? !!options.capture : !!options);

  class EventTarget {
    constructor() {
      shared.makeTarget(this);
    }

    addEventListener(type, callback, options = {}) {
      const registrations = registrationsOf(this ?? globalThis);
      shared.needs(arguments.length, 2, "addEventListener");
      const name = `${type}`;
      checkCallback(callback);
      const more = shared.isObject(options) ? options : {};
      const capture = captureOf(options);
      const once = !!more.once;
      const passive = !!more.passive;
      const { signal } = more;
      if (signal !== undefined && !(signal instanceof AbortSignal)) {
        throw new TypeError("The signal is no AbortSignal.");
      }
      if (signal?.aborted || callback === null || callback === undefined) return;
      if (find(registrations, name, callback, capture)) return;
      const registration = { type: name, callback, capture, once, passive, removed: false };
      registrations.push(registration);
      if (signal !== undefined) shared.onAbort(signal, () => remove(registrations, registration));
    }

    removeEventListener(type, callback, options = {}) {
      const registrations = registrationsOf(this ?? globalThis);
      shared.needs(arguments.length, 2, "removeEventListener");
      const name = `${type}`;
      checkCallback(callback);
      const present = find(registrations, name, callback, captureOf(options));
      if (present) remove(registrations, present);
    }

    dispatchEvent(event) {
      const target = this ?? globalThis;
      registrationsOf(target);
      shared.needs(arguments.length, 1, "dispatchEvent");
      if (!shared.isEvent(event)) throw new TypeError("It is no Event.");
      const state = stateOf(event);
      if (state.dispatched) shared.raise("InvalidStateError", "The event is being dispatched already.");
      state.trusted = false;
      const dispatch = new Dispatch(target, event);
      while (dispatch.step());
      return !state.canceled;
    }
  }

  function checkCallback(callback) {
    if (callback !== null && callback !== undefined && !shared.isObject(callback)) {
      throw new TypeError("The listener is neither a function nor an object.");
    }
  }

  const find = (registrations, type, callback, capture) =>
    registrations.find((each) => each.type === type && each.callback === callback && each.capture === capture);

  function remove(registrations, registration) {
    registration.removed = true;
    const index = registrations.indexOf(registration);
    if (index >= 0) registrations.splice(index, 1);
  }

  // A dispatch that can be done listener by listener: Java does so, to have microtasks run between two of them.
  class Dispatch {
    #target;
    #event;
    #state;
    #capturing = true;
    #left;

    constructor(target, event) {
      this.#target = target;
      this.#event = event;
      this.#state = stateOf(event);
      Object.assign(this.#state, { dispatched: true, target, currentTarget: target, phase: AT_TARGET });
      this.#left = this.#listeners();
    }

    // Those of one phase, as they are when the phase begins.
    #listeners() {
      const { type } = this.#state;
      return registrationsOf(this.#target).filter((each) => each.type === type && each.capture === this.#capturing);
    }

    // Calls the next listener; false if there was none, and the dispatch is over.
    step() {
      for (;;) {
        const next = this.#state.stoppedAtOnce ? undefined : this.#left.shift();
        if (next === undefined && (!this.#capturing || this.#state.stopped)) break;
        if (next === undefined) {
          this.#capturing = false;
          this.#left = this.#listeners();
        } else if (!next.removed) {
          this.#call(next);
          return true;
        }
      }
      const over = { dispatched: false, currentTarget: null, phase: 0, stopped: false, stoppedAtOnce: false };
      Object.assign(this.#state, over);
      return false;
    }

    #call(registration) {
      const { callback } = registration;
      if (registration.once) remove(registrationsOf(this.#target), registration);
      this.#state.passive = registration.passive;
      try {
        if (typeof callback === "function") {
          callback.call(this.#target, this.#event);
        } else {
          const { handleEvent } = callback;
          if (typeof handleEvent !== "function") throw new TypeError("The listener has no function handleEvent.");
          handleEvent.call(callback, this.#event);
        }
      } catch (error) {
        shared.report(error);
      }
      this.#state.passive = false;
    }
  }

  // Begins to dispatch an event that happened, as opposed to one that a script made.
  shared.dispatch = (target, event) => {
    stateOf(event).trusted = true;
    return new Dispatch(target, event);
  };
  shared.dispatchWhole = (target, event) => {
    const dispatch = shared.dispatch(target, event);
    while (dispatch.step());
    return !event.defaultPrevented;
  };

  // The on… attributes. One that is set keeps its place among the listeners when it is exchanged.
  const handlers = new WeakMap();

  function setHandler(target, type, value) {
    const registrations = registrationsOf(target);
    if (!handlers.has(target)) handlers.set(target, new Map());
    const ofTarget = handlers.get(target);
    const handler = ofTarget.get(type);
    const wanted = shared.isObject(value) ? value : null;
    if (handler) handler.value = wanted;
    if (handler && wanted === null) {
      ofTarget.delete(type);
      remove(registrations, handler.registration);
    } else if (!handler && wanted !== null) {
      const made = { value: wanted };
      const callback = (event) => callHandler(made.value, target, event);
      made.registration = { type, callback, capture: false, once: false, passive: false, removed: false };
      registrations.push(made.registration);
      ofTarget.set(type, made);
    }
  }

  function callHandler(value, target, event) {
    if (typeof value !== "function") return;
    // HTML standard §8.1.8.1: an error event of the global object is told in five arguments, and true takes care of it.
    const isGlobalError = target === globalThis && event instanceof ErrorEvent && event.type === "error";
    const answer = isGlobalError
      ? value.call(target, event.message, event.filename, event.lineno, event.colno, event.error)
      : value.call(target, event);
    // Anywhere else it is false that prevents what would follow.
    if (answer === isGlobalError) event.preventDefault();
  }

  const getHandler = (target, type) => {
    registrationsOf(target);
    return handlers.get(target)?.get(type)?.value ?? null;
  };

  shared.handlerAttributes = (object, types) => {
    for (const type of types) {
      const name = `on${type}`;
      const accessors = {
        get [name]() { return getHandler(this ?? globalThis, type); },
        set [name](value) { setHandler(this ?? globalThis, type, value); },
      };
      Object.defineProperty(object, name, Object.getOwnPropertyDescriptor(accessors, name));
    }
  };

  shared.expose(EventTarget);
});
