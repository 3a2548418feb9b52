// HTML standard §7.2.4 "The Location interface", as far as a program without pages has one: if there is a base URL.
(function (host, shared) {
  "use strict";
  const base = host.base();
  if (base === "") return;
  const [href, origin, protocol, host_, hostname, port, pathname, search, hash] = host.httpUrl(base);
  const attributes = { href, origin, protocol, host: host_, hostname, port, pathname, search, hash };
  const location = {};
  for (const name of Object.keys(attributes)) {
    Object.defineProperty(location, name, { get: () => attributes[name], enumerable: true });
  }
  Object.defineProperty(location, "toString", { value: () => href });
  Object.defineProperty(location, Symbol.toStringTag, { value: "Location", configurable: true });
  Object.defineProperty(globalThis, "location", { value: location, enumerable: true });
});
