// What Web IDL says of arguments and of interfaces, for all the layers.
(function (host, shared) {
  "use strict";
  const { defineProperty, getOwnPropertyDescriptor, getOwnPropertyNames } = Object;
  const { isView } = ArrayBuffer;
  const lengthOf = getOwnPropertyDescriptor(ArrayBuffer.prototype, "byteLength").get;

  // Web IDL §3.7.7: fewer arguments than needed are a TypeError.
  shared.needs = (given, needed, what) => {
    if (given < needed) {
      throw new TypeError(`${what}: ${needed} argument${needed === 1 ? "" : "s"} needed, ${given} given.`);
    }
  };

  shared.isObject = (value) => (typeof value === "object" && value !== null) || typeof value === "function";

  // Web IDL §3.2.12 "USVString": lone surrogates become U+FFFD.
  shared.usvString = (value) => `${value}`.toWellFormed();

  // Web IDL §3.2.4.9 "ConvertToInt", with [Clamp]: to the nearest, halves to the even one.
  shared.clampedUnsignedShort = (value) => {
    const number = Math.min(Math.max(+value, 0), 65535);
    if (Number.isNaN(number)) return 0;
    const below = Math.floor(number);
    const rest = number - below;
    return rest < 0.5 || (rest === 0.5 && below % 2 === 0) ? below : below + 1;
  };

  // The same for numbers that wrap around.
  shared.unsigned = (bits) => (value) => {
    const number = Math.trunc(+value);
    const range = 2 ** bits;
    return Number.isFinite(number) ? ((number % range) + range) % range : 0;
  };

  // Web IDL §3.2.24: a union of a string and a sequence of strings.
  shared.stringOrSequence = (value) => {
    if (shared.isObject(value)) {
      const iterate = value[Symbol.iterator];
      if (iterate !== undefined && iterate !== null) {
        return shared.sequence(value, iterate).map((item) => `${item}`);
      }
    }
    return `${value}`;
  };

  shared.sequence = (value, iterate) => {
    if (typeof iterate !== "function") throw new TypeError("Its iterator is no function.");
    return [...{ [Symbol.iterator]: () => iterate.call(value) }];
  };

  // Web IDL §3.2.17 "Dictionary types".
  shared.dictionary = (value) => {
    if (value === undefined || value === null) return {};
    if (!shared.isObject(value)) throw new TypeError("The options are no object.");
    return value;
  };

  // The bytes of an ArrayBuffer or of a view, as [buffer, offset, length]; null for anything else.
  shared.bytesOf = (value) => {
    if (isView(value)) {
      if (value.buffer instanceof SharedArrayBuffer) throw new TypeError("The view is of a SharedArrayBuffer.");
      return [value.buffer, value.byteOffset, value.byteLength];
    }
    try {
      return [value, 0, lengthOf.call(value)];
    } catch {
      return null;
    }
  };

  // A class below this one puts its private fields on an object that is there already.
  shared.Stamp = class {
    constructor(object) {
      return object;
    }
  };

  const constants = (target, values) => {
    for (const name of Object.keys(values)) {
      defineProperty(target, name, { value: values[name], enumerable: true });
    }
  };

  const members = (target, ...without) => {
    for (const name of getOwnPropertyNames(target)) {
      if (!without.includes(name)) defineProperty(target, name, { enumerable: true });
    }
  };

  // Web IDL §3.7: makes of a class an interface, and of the interface a global.
  shared.expose = (Interface, values = {}) => {
    members(Interface.prototype, "constructor");
    members(Interface, "length", "name", "prototype");
    constants(Interface, values);
    constants(Interface.prototype, values);
    defineProperty(Interface.prototype, Symbol.toStringTag, { value: Interface.name, configurable: true });
    shared.global(Interface.name, Interface);
  };

  shared.global = (name, value) => {
    defineProperty(globalThis, name, { value, writable: true, configurable: true });
  };

  // Functions of the global object can be enumerated, interfaces cannot (Web IDL §3.7.7 and §3.7.1).
  shared.globalFunctions = (functions) => {
    for (const name of Object.keys(functions)) {
      defineProperty(globalThis, name, {
        value: functions[name],
        writable: true,
        enumerable: true,
        configurable: true,
      });
    }
  };
});
