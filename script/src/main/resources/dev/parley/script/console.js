// Console standard: what is written goes to standard output, or to standard error, as in Node.
(function (host, shared) {
  "use strict";
  const INDENT = "  ";
  let indent = "";
  const counts = new Map();
  const timers = new Map();

  const write = (toError, text) => host.write(toError, indent === "" ? text : text.replace(/^/gm, indent));
  const out = (...values) => { write(false, shared.format(values)); };
  const err = (...values) => { write(true, shared.format(values)); };
  const elapsed = (label) => `${label}: ${(performance.now() - timers.get(label)).toFixed(3)}ms`;

  const console = {
    log: (...data) => out(...data),
    info: (...data) => out(...data),
    debug: (...data) => out(...data),
    dir: (item = undefined) => write(false, shared.inspect(item)),
    warn: (...data) => err(...data),
    error: (...data) => err(...data),
    trace: (...data) => {
      const frames = `${new Error().stack}`.split("\n").slice(1).join("\n");
      err(["Trace", ...(data.length > 0 ? [shared.format(data)] : [])].join(": ") + `\n${frames}`);
    },
    assert: (condition = false, ...data) => {
      if (!condition) err(["Assertion failed", ...(data.length > 0 ? [shared.format(data)] : [])].join(": "));
    },
    group: (...label) => {
      if (label.length > 0) out(...label);
      indent += INDENT;
    },
    groupEnd: () => { indent = indent.slice(INDENT.length); },
    count: (label = "default") => {
      counts.set(`${label}`, (counts.get(`${label}`) ?? 0) + 1);
      out(`${label}: ${counts.get(`${label}`)}`);
    },
    countReset: (label = "default") => { counts.delete(`${label}`); },
    time: (label = "default") => { timers.set(`${label}`, performance.now()); },
    timeLog: (label = "default", ...data) => { if (timers.has(`${label}`)) out(elapsed(`${label}`), ...data); },
    timeEnd: (label = "default") => {
      if (timers.has(`${label}`)) out(elapsed(`${label}`));
      timers.delete(`${label}`);
    },
  };
  Object.defineProperty(console, Symbol.toStringTag, { value: "console", configurable: true });
  shared.global("console", console);

  // What GraalJS's own does, and alert besides, since programs for pages tell their news with it.
  const print = (...values) => { host.write(false, values.map((value) => String(value)).join(" ")); };
  shared.globalFunctions({ print, alert: (message = "") => print(message) });
});
