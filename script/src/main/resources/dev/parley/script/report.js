// HTML standard §8.1.4.6 "Reporting an exception" and §8.1.4.7: what nobody caught is told to the global object first. If
// nobody there prevents it, the run ends, as in Node.
(function (host, shared) {
  "use strict";
  let reporting = false;

  const end = (prefix, error) => { host.fail(prefix + shared.inspect(error)); };

  // Where it happened, from the first line of the stack that has a place.
  function place(error) {
    const match = /\(?([^\s()]+):(\d+):(\d+)/.exec(`${error?.stack}`.split("\n").slice(1).join("\n"));
    return match ? { filename: match[1], lineno: +match[2], colno: +match[3] } : {};
  }

  function ask(event) {
    reporting = true;
    try {
      return shared.dispatchWhole(globalThis, event);
    } finally {
      reporting = false;
    }
  }

  shared.report = (error) => {
    const init = { cancelable: true, message: message(error), error, ...place(error) };
    if (reporting || ask(new ErrorEvent("error", init))) end("Uncaught ", error);
  };

  function message(error) {
    try {
      return `Uncaught ${error}`;
    } catch {
      return "Uncaught exception";
    }
  }

  shared.rejected = (reason, promise) => {
    const event = new PromiseRejectionEvent("unhandledrejection", { cancelable: true, promise, reason });
    if (reporting || ask(event)) end("Uncaught (in promise) ", reason);
  };
  Graal.setUnhandledPromiseRejectionHandler(shared.rejected);
  delete globalThis.Graal;

  const pending = new WeakSet();
  shared.watch = (promise) => {
    pending.add(promise);
    const settled = () => { pending.delete(promise); };
    Promise.prototype.then.call(promise, settled, (reason) => {
      settled();
      throw reason;
    });
  };
  shared.isPending = (promise) => pending.has(promise);
});
