// A test is a name, what must come of it, and how it comes about. The same file runs in a browser and on the JVM.
const tests = [];
const test = (name, expected, run) => { tests.push({ name, expected, run }); };

const PATIENCE_MILLIS = 20_000;
const inTime = (name, run) => new Promise((resolve, reject) => {
  const timer = setTimeout(() => reject(new Error(`${name} takes too long`)), PATIENCE_MILLIS);
  Promise.resolve().then(run).then(resolve, reject).finally(() => clearTimeout(timer));
});

// The name of what a function throws.
const thrown = (run) => {
  try {
    run();
    return "nothing";
  } catch (error) {
    return (error instanceof DOMException ? "DOMException " : "") + error.name;
  }
};

// Sockets that a test has made end with it.
const made = [];
const open = (...given) => {
  const socket = new WebSocket(...given);
  made.push(socket);
  return socket;
};
const next = (socket, type) => new Promise((resolve) => { socket.addEventListener(type, resolve, { once: true }); });
const opened = async (...given) => {
  const socket = open(...given);
  await next(socket, "open");
  return socket;
};
const answer = async (socket, data) => {
  socket.send(data);
  return (await next(socket, "message")).data;
};
const tick = (millis = 0) => new Promise((resolve) => { setTimeout(resolve, millis); });

// All that happens to a socket, until it is closed.
const story = (socket) => new Promise((resolve) => {
  const seen = [];
  for (const type of ["open", "message", "error"]) {
    socket.addEventListener(type, (event) => {
      seen.push(type === "message" ? `message ${event.data}` : `${type} ${socket.readyState}`);
    });
  }
  socket.addEventListener("close", (event) => {
    seen.push(`close ${socket.readyState} ${event.code} ${event.wasClean} ${event.reason}`);
    resolve(seen);
  });
});

const results = async () => {
  const all = [];
  for (const { name, expected, run } of tests) {
    let actual;
    try {
      actual = await inTime(name, run);
    } catch (error) {
      actual = `failed: ${error} ${error?.stack}`;
    }
    all.push({ name, expected, actual: actual === undefined ? null : actual });
    for (const socket of made.splice(0)) socket.close();
  }
  return JSON.stringify(all);
};
