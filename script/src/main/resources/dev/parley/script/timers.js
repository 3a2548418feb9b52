// HTML standard §8.7 "Timers" and §8.8 "Microtask queuing". When which of them is due is Java's.
(function (host, shared) {
  "use strict";
  const MAX_FREE_NESTING = 5;
  const LEAST_NESTED_MILLIS = 4;
  const timers = new Map();
  let made = 0;
  let nesting = 0;

  const long = (value) => value | 0;

  function start(timer) {
    const least = timer.nesting > MAX_FREE_NESTING ? LEAST_NESTED_MILLIS : 0;
    host.timer(timer.id, Math.max(timer.millis, least), true, () => fire(timer));
  }

  function fire(timer) {
    nesting = timer.nesting;
    if (!timer.repeats) timers.delete(timer.id);
    try {
      if (typeof timer.handler === "function") timer.handler.apply(globalThis, timer.values);
      else (0, eval)(timer.handler);
    } catch (error) {
      shared.report(error);
    } finally {
      nesting = 0;
    }
    if (timers.get(timer.id) === timer) {
      timer.nesting++;
      start(timer);
    }
  }

  function set(repeats, handler, millis, values) {
    const timer = {
      id: ++made,
      handler: typeof handler === "function" ? handler : `${handler}`,
      millis: Math.max(0, long(millis)),
      values,
      repeats,
      nesting: nesting + 1,
    };
    timers.set(timer.id, timer);
    start(timer);
    return timer.id;
  }

  const clear = (id) => {
    if (timers.delete(long(id))) host.cancelTimer(long(id));
  };

  shared.globalFunctions({
    setTimeout(handler, timeout = 0, ...values) {
      shared.needs(arguments.length, 1, "setTimeout");
      return set(false, handler, timeout, values);
    },
    setInterval(handler, timeout = 0, ...values) {
      shared.needs(arguments.length, 1, "setInterval");
      return set(true, handler, timeout, values);
    },
    clearTimeout(id = 0) { clear(id); },
    clearInterval(id = 0) { clear(id); },
    queueMicrotask(callback) {
      shared.needs(arguments.length, 1, "queueMicrotask");
      if (typeof callback !== "function") throw new TypeError("The callback is no function.");
      microtask(() => {
        try {
          callback();
        } catch (error) {
          shared.report(error);
        }
      });
    },
  });

  const settled = Promise.resolve();
  const { then } = Promise.prototype;
  const microtask = (step) => { then.call(settled, step); };

  // A timer that the run does not wait for.
  shared.later = (millis, step) => { host.timer(++made, millis, false, step); };
});
