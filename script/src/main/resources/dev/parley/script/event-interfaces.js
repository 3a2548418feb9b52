// The events that say more than their type: each is a table of attributes, with how a value is converted and its default.
(function (host, shared) {
  "use strict";
  const string = (value) => `${value}`;
  const same = (value) => value;
  const boolean = (value) => !!value;

  function ports(value) {
    const iterate = shared.isObject(value) ? value[Symbol.iterator] : undefined;
    if (iterate === undefined || shared.sequence(value, iterate).length > 0) {
      throw new TypeError("There are no ports here.");
    }
    return Object.freeze([]);
  }

  function nothing(value) {
    if (value !== null && value !== undefined) throw new TypeError("The source of a message is null here.");
    return null;
  }

  function define(name, attributes, needsInit = false) {
    const Interface = {
      [name]: class extends Event {
        #values = {};

        constructor(type, eventInitDict = {}) {
          shared.needs(arguments.length, needsInit ? 2 : 1, `new ${name}`);
          super(type, eventInitDict);
          const init = shared.dictionary(eventInitDict);
          for (const key of Object.keys(attributes).sort()) {
            const [convert, otherwise] = attributes[key];
            const value = init[key];
            if (value === undefined && otherwise === undefined && convert !== same) {
              throw new TypeError(`${name}: ${key} is missing.`);
            }
            this.#values[key] = value === undefined ? otherwise : convert(value);
          }
        }

        static {
          for (const key of Object.keys(attributes)) {
            const accessor = { get [key]() { return this.#values[key]; } };
            Object.defineProperty(this.prototype, key, Object.getOwnPropertyDescriptor(accessor, key));
          }
        }
      },
    }[name];
    shared.expose(Interface);
  }

  // HTML standard §9.1.
  define("MessageEvent", {
    data: [same, null],
    origin: [shared.usvString, ""],
    lastEventId: [string, ""],
    source: [nothing, null],
    ports: [ports, Object.freeze([])],
  });

  // WHATWG WebSockets standard §6.
  define("CloseEvent", {
    wasClean: [boolean, false],
    code: [shared.unsigned(16), 0],
    reason: [shared.usvString, ""],
  });

  // HTML standard §8.1.4.8.
  define("ErrorEvent", {
    message: [string, ""],
    filename: [shared.usvString, ""],
    lineno: [shared.unsigned(32), 0],
    colno: [shared.unsigned(32), 0],
    error: [same, undefined],
  });

  // HTML standard §8.1.4.7.
  define("PromiseRejectionEvent", { promise: [(value) => value, undefined], reason: [same, undefined] }, true);
});
