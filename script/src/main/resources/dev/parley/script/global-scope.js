// The global object itself: a target of events, with the names that programs know it by.
(function (host, shared) {
  "use strict";
  if (new ArrayBuffer(host.probe()).byteLength !== 4) {
    throw new Error("The context does not give scripts access to buffers: HostAccess.Builder.allowBufferAccess.");
  }

  Object.setPrototypeOf(globalThis, EventTarget.prototype);
  shared.makeTarget(globalThis);
  shared.handlerAttributes(globalThis, ["error", "load", "unhandledrejection"]);
  for (const name of ["self", "window"]) {
    Object.defineProperty(globalThis, name, { get: () => globalThis, enumerable: true, configurable: true });
  }
  shared.global("scriptArgs", [...host.arguments()]);
  shared.loaded = () => { host.task(() => { shared.dispatchWhole(globalThis, new Event("load")); }); };
});
