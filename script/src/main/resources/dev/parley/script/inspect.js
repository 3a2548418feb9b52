// How values are shown to people on a console: much as Node does it.
(function (host, shared) {
  "use strict";
  const MAX_DEPTH = 2;
  const MAX_ITEMS = 100;
  const MAX_WIDTH = 72;
  const TypedArray = Object.getPrototypeOf(Uint8Array);

  const quoted = (text) => {
    const quote = text.includes("'") ? (text.includes('"') ? "`" : '"') : "'";
    const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
    return quote + (text.includes(quote) ? escaped.replaceAll(quote, `\\${quote}`) : escaped) + quote;
  };

  const isIdentifier = (name) => /^[A-Za-z_$][\w$]*$/.test(name);

  function constructorName(object) {
    for (let each = object; each !== null; each = Object.getPrototypeOf(each)) {
      const descriptor = Object.getOwnPropertyDescriptor(each, "constructor");
      if (typeof descriptor?.value === "function" && descriptor.value.name !== "") return descriptor.value.name;
    }
    return null;
  }

  function primitive(value) {
    switch (typeof value) {
      case "string": return quoted(value);
      case "bigint": return `${value}n`;
      case "symbol": return value.toString();
      case "number": return Object.is(value, -0) ? "-0" : `${value}`;
      default: return String(value);
    }
  }

  function functionName(value) {
    const isClass = /^class\b/.test(Function.prototype.toString.call(value));
    const kind = isClass ? "class" : value[Symbol.toStringTag] ?? "Function";
    return `[${kind}${value.name ? (isClass ? " " : ": ") + value.name : " (anonymous)"}]`;
  }

  const wrapped = (open, parts, close) => {
    if (parts.length === 0) return open + close;
    const line = `${open} ${parts.join(", ")} ${close}`;
    if (line.length <= MAX_WIDTH && !line.includes("\n")) return line;
    return `${open}\n${parts.join(",\n").replace(/^/gm, "  ")}\n${close}`;
  };

  const more = (count) => (count > MAX_ITEMS ? [`... ${count - MAX_ITEMS} more items`] : []);

  function properties(value, inside, skipIndexes) {
    const keys = Reflect.ownKeys(value).filter((key) =>
      Object.prototype.propertyIsEnumerable.call(value, key) &&
      !(skipIndexes && typeof key === "string" && /^\d+$/.test(key)));
    return keys.map((key) => {
      const descriptor = Object.getOwnPropertyDescriptor(value, key);
      const name = typeof key === "symbol" ? `[${key.toString()}]` : isIdentifier(key) ? key : quoted(key);
      const isAccessor = descriptor.get || descriptor.set;
      return `${name}: ${isAccessor ? "[Getter/Setter]" : inside(descriptor.value)}`;
    });
  }

  // The attributes of an interface of the web are accessors of its prototypes: they are what one wants to see.
  function attributes(value, inside, end = null) {
    const parts = [];
    for (let each = Object.getPrototypeOf(value); each && each !== end; each = Object.getPrototypeOf(each)) {
      if (!Object.hasOwn(each, Symbol.toStringTag)) continue;
      for (const [name, { get, enumerable }] of Object.entries(Object.getOwnPropertyDescriptors(each))) {
        if (get && enumerable) parts.push(`${name}: ${inside(get.call(value))}`);
      }
    }
    return parts;
  }

  // Of an event that is its type, and what its own kind has to say: the rest is the same for all.
  const eventAttributes = (value, inside) =>
    [`type: ${inside(value.type)}`, ...attributes(value, inside, Event.prototype)];

  const ofTheWeb = new WeakSet();
  shared.showAttributes = (Interface) => ofTheWeb.add(Interface.prototype);

  function isOfTheWeb(value) {
    for (let each = value; each; each = Object.getPrototypeOf(each)) {
      if (ofTheWeb.has(each)) return each !== value;
    }
    return false;
  }

  function items(value, depth, inside) {
    const parts = Array.from({ length: Math.min(value.length, MAX_ITEMS) }, (_, index) =>
      (index in value ? inside(value[index]) : "<empty>"));
    return [...parts, ...more(value.length)];
  }

  function object(value, depth, seen) {
    if (seen.includes(value)) return "[Circular *1]";
    const name = constructorName(value);
    const inside = (each) => show(each, depth + 1, [...seen, value]);
    const tagged = (size) => `${name}(${size}) `;
    if (value instanceof Error) return error(value, inside);
    if (depth > MAX_DEPTH) return Array.isArray(value) ? "[Array]" : `[${name ?? "Object: null prototype"}]`;
    if (Array.isArray(value)) {
      const prefix = name === "Array" ? "" : tagged(value.length);
      return wrapped(`${prefix}[`, [...items(value, depth, inside), ...properties(value, inside, true)], "]");
    }
    if (value instanceof TypedArray) return wrapped(`${tagged(value.length)}[`, items(value, depth, inside), "]");
    if (value instanceof Map) {
      const parts = [...value].map(([key, each]) => `${inside(key)} => ${inside(each)}`);
      return wrapped(`${tagged(value.size)}{`, parts, "}");
    }
    if (value instanceof Set) return wrapped(`${tagged(value.size)}{`, [...value].map(inside), "}");
    if (value instanceof ArrayBuffer) return buffer(value);
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
    if (value instanceof RegExp) return String(value);
    if (value instanceof Promise) return "Promise {}";
    if (typeof value === "function") {
      const parts = properties(value, inside);
      return parts.length === 0 ? functionName(value) : wrapped(`${functionName(value)} {`, parts, "}");
    }
    const list = isOfTheWeb(value) ? attributes : shared.isEvent(value) ? eventAttributes : properties;
    const parts = list(value, inside);
    const prefix = name === null ? "[Object: null prototype] " : name === "Object" ? "" : `${name} `;
    return wrapped(`${prefix}{`, parts, "}");
  }

  function error(value, inside) {
    const stack = typeof value.stack === "string" && value.stack !== "" ? value.stack : String(value);
    const parts = properties(value, inside);
    if (Object.hasOwn(value, "cause")) parts.push(`[cause]: ${inside(value.cause)}`);
    return parts.length === 0 ? stack : `${stack} ${wrapped("{", parts, "}")}`;
  }

  function buffer(value) {
    const shown = new Uint8Array(value, 0, Math.min(value.byteLength, 50));
    const bytes = Array.from(shown, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
    const rest = value.byteLength > 50 ? ` ... ${value.byteLength - 50} more bytes` : "";
    return wrapped("ArrayBuffer {", [`[Uint8Contents]: <${bytes}${rest}>`, `byteLength: ${value.byteLength}`], "}");
  }

  function show(value, depth, seen) {
    return shared.isObject(value) ? object(value, depth, seen) : primitive(value);
  }

  // What a program does to its objects must not keep their mistakes from being told.
  shared.inspect = (value) => {
    try {
      return show(value, 0, []);
    } catch {
      return "[cannot be shown]";
    }
  };

  const specifiers = {
    s: (value) => (typeof value === "string" ? value : shared.isObject(value) ? shared.inspect(value) : primitive(value)),
    d: (value) => (shared.isObject(value) ? "NaN" : typeof value === "bigint" ? `${value}n` : `${Number(value)}`),
    i: (value) => (shared.isObject(value) ? "NaN" : `${parseInt(value, 10)}`),
    f: (value) => (typeof value === "symbol" ? "NaN" : `${parseFloat(value)}`),
    j: (value) => JSON.stringify(value),
    o: shared.inspect,
    O: shared.inspect,
    c: () => "",
  };

  // Console standard §2.2 "Formatter".
  shared.format = (values) => {
    const rest = [...values];
    const parts = [];
    if (typeof rest[0] === "string" && rest.length > 1) {
      const pattern = rest.shift();
      parts.push(pattern.replace(/%([sdifjoOc%])/g, (whole, kind) => {
        if (kind === "%") return "%";
        return rest.length === 0 ? whole : specifiers[kind](rest.shift());
      }));
    }
    for (const value of rest) parts.push(typeof value === "string" ? value : shared.inspect(value));
    return parts.join(" ");
  };
});
