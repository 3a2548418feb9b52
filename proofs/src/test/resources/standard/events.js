const quietly = async (run) => {
  const reported = [];
  const take = (event) => {
    event.preventDefault();
    reported.push(event.error);
  };
  self.addEventListener("error", take);
  try {
    return await run(reported);
  } finally {
    self.removeEventListener("error", take);
  }
};

test("each event has its interface and its attributes", [
  ["[object Event]", "open", true, false, false, 2],
  ["[object MessageEvent]", "message", true, false, false, 2, "hi", host, "", null, 0],
  ["[object CloseEvent]", "close", true, false, false, 2, 3000, "bye", true],
], async () => {
  const socket = open(echo);
  const seen = [];
  const common = (event) => [
    Object.prototype.toString.call(event), event.type, event.isTrusted, event.bubbles, event.cancelable, event.eventPhase,
  ];
  socket.onopen = (event) => {
    seen.push(common(event));
    socket.send("hi");
  };
  socket.onmessage = (event) => {
    const { data, origin, lastEventId, source, ports } = event;
    seen.push([...common(event), data, new URL_(origin).host, lastEventId, source, ports.length]);
    socket.close(3000, "bye");
  };
  await new Promise((resolve) => {
    socket.onclose = (event) => {
      const { code, reason, wasClean } = event;
      seen.push([...common(event), code, reason, wasClean]);
      resolve();
    };
  });
  return seen;
});
// Of a URL only the host is looked at.
class URL_ { constructor(url) { this.host = url.replace(/^wss?:\/\//, ""); } }

test("target, this and what is over when it is over", [true, true, true, true, true, 0, true], async () => {
  const socket = open(echo);
  const seen = [];
  const event = await new Promise((resolve) => {
    socket.onopen = function (opened) {
      seen.push(this === socket, opened.target === socket, opened.currentTarget === socket, opened.srcElement === socket,
        opened.composedPath()[0] === socket);
      resolve(opened);
    };
  });
  await tick();
  return [...seen, event.eventPhase, event.currentTarget === null];
});

test("listeners are called in the order in which they came, a handler at the place where it was first set",
  ["first", "second handler", "third"], async () => {
    const socket = open(echo);
    const seen = [];
    socket.addEventListener("open", () => seen.push("first"));
    socket.onopen = () => seen.push("first handler");
    socket.addEventListener("open", () => seen.push("third"));
    socket.onopen = () => seen.push("second handler");
    await next(socket, "open");
    return seen;
  });
test("a handler that was taken away comes back at the end", ["listener", "handler"], async () => {
  const socket = open(echo);
  const seen = [];
  socket.onopen = () => seen.push("old");
  socket.addEventListener("open", () => seen.push("listener"));
  socket.onopen = null;
  socket.onopen = () => seen.push("handler");
  await next(socket, "open");
  return seen;
});
test("a handler is a function, an object, or null", [null, null, null, "object", true], () => {
  const socket = open(echo);
  const read = (value) => {
    socket.onopen = value;
    return socket.onopen;
  };
  const handler = () => {};
  return [read("string"), read(7), read(undefined), typeof read({}), read(handler) === handler];
});

test("added twice a listener is called once, for bubbling and for capturing", ["capture", "bubble"], async () => {
  const socket = open(echo);
  const seen = [];
  const listener = (event) => seen.push(seen.length === 0 ? "capture" : "bubble");
  socket.addEventListener("open", listener);
  socket.addEventListener("open", listener, false);
  socket.addEventListener("open", listener, { once: true });
  socket.addEventListener("open", listener, true);
  await next(socket, "open");
  return seen;
});
test("once is once", 1, async () => {
  const socket = await opened(echo);
  let count = 0;
  socket.addEventListener("message", () => { count++; }, { once: true });
  await answer(socket, "1");
  await answer(socket, "2");
  return count;
});
test("removed is removed, even by a listener of the same event", ["a", "c"], async () => {
  const socket = open(echo);
  const seen = [];
  const b = () => seen.push("b");
  socket.addEventListener("open", () => {
    seen.push("a");
    socket.removeEventListener("open", b);
    socket.addEventListener("open", () => seen.push("too late"));
  });
  socket.addEventListener("open", b);
  socket.addEventListener("open", () => seen.push("c"));
  await next(socket, "open");
  return seen;
});
test("a signal removes, and one that is aborted adds nothing", ["kept"], async () => {
  const socket = open(echo);
  const seen = [];
  const controller = new AbortController();
  socket.addEventListener("open", () => seen.push("aborted"), { signal: controller.signal });
  socket.addEventListener("open", () => seen.push("never"), { signal: AbortSignal.abort() });
  socket.addEventListener("open", () => seen.push("kept"), { signal: new AbortController().signal });
  controller.abort();
  await next(socket, "open");
  return seen;
});
test("a listener may be an object, which is asked for its function each time", ["first", "second", true], async () => {
  const socket = await opened(echo);
  const seen = [];
  const listener = { handleEvent() { seen.push("first", this === listener); } };
  socket.addEventListener("message", listener);
  await answer(socket, "x");
  listener.handleEvent = () => seen.push("second");
  await answer(socket, "x");
  return [seen[0], seen[2], seen[1]];
});
test("what is no listener", ["TypeError", "TypeError", "TypeError", "nothing", "TypeError", "TypeError"], () => {
  const socket = open(echo);
  return [
    thrown(() => socket.addEventListener("open")),
    thrown(() => socket.addEventListener("open", "x")),
    thrown(() => socket.addEventListener("open", 1)),
    thrown(() => socket.addEventListener("open", null)),
    thrown(() => socket.addEventListener("open", () => {}, { signal: null })),
    thrown(() => socket.addEventListener("open", () => {}, { signal: {} })),
  ];
});

test("a listener that throws does not stop the others, and is told of", [["a", "b"], ["thrown"]], () =>
  quietly(async (reported) => {
    const socket = open(echo);
    const seen = [];
    socket.addEventListener("open", () => {
      seen.push("a");
      throw new Error("thrown");
    });
    socket.addEventListener("open", () => seen.push("b"));
    await next(socket, "open");
    return [seen, reported.map((error) => error.message)];
  }));

test("microtasks run between two listeners of what happens", ["a", "micro a", "b", "micro b"], async () => {
  const socket = open(echo);
  const seen = [];
  for (const name of ["a", "b"]) {
    socket.addEventListener("open", () => {
      seen.push(name);
      Promise.resolve().then(() => seen.push(`micro ${name}`));
    });
  }
  await next(socket, "open");
  await tick();
  return seen;
});
test("and after all listeners of what a script dispatches", ["a", "b", true, "micro a", "micro b"], async () => {
  const target = new EventTarget();
  const seen = [];
  for (const name of ["a", "b"]) {
    target.addEventListener("x", () => {
      seen.push(name);
      queueMicrotask(() => seen.push(`micro ${name}`));
    });
  }
  seen.push(target.dispatchEvent(new Event("x")));
  await tick();
  return seen;
});

test("a script dispatches events of its own", [false, true, false, "DOMException InvalidStateError", "TypeError"], () => {
  const socket = open(echo);
  const event = new MessageEvent("message", { data: 1, cancelable: true });
  let trusted;
  let again;
  socket.onmessage = (got) => {
    trusted = got.isTrusted;
    again = thrown(() => socket.dispatchEvent(event));
    return false;
  };
  const answered = socket.dispatchEvent(event);
  return [answered, event.defaultPrevented, trusted, again, thrown(() => socket.dispatchEvent({ type: "message" }))];
});
test("a listener can stop the others", ["a"], () => {
  const target = new EventTarget();
  const seen = [];
  target.addEventListener("x", (event) => {
    seen.push("a");
    event.stopImmediatePropagation();
  });
  target.addEventListener("x", () => seen.push("b"));
  target.dispatchEvent(new Event("x"));
  return seen;
});
test("a passive listener prevents nothing", [true, false], () => {
  const target = new EventTarget();
  target.addEventListener("x", (event) => event.preventDefault(), { passive: true });
  const event = new Event("x", { cancelable: true });
  return [target.dispatchEvent(event), event.defaultPrevented];
});

test("events can be made", [
  ["x", false, false, null, 0, false],
  [null, "", "", null],
  [false, 0, ""],
  [true, 4000, "r"],
  [65535, "TypeError", "TypeError", "TypeError"],
], () => {
  const event = new Event("x");
  const message = new MessageEvent("message");
  const close = new CloseEvent("close");
  const closed = new CloseEvent("close", { wasClean: 1, code: "4000", reason: "r" });
  return [
    [event.type, event.bubbles, event.cancelable, event.target, event.eventPhase, event.isTrusted],
    [message.data, message.origin, message.lastEventId, message.source],
    [close.wasClean, close.code, close.reason],
    [closed.wasClean, closed.code, closed.reason],
    [
      new CloseEvent("close", { code: -1 }).code,
      thrown(() => new Event()),
      thrown(() => CloseEvent("close")),
      thrown(() => new CloseEvent("close", 1)),
    ],
  ];
});
test("a handler that returns false prevents what can be prevented", [true, false], () => {
  const socket = open(echo);
  socket.onclose = () => false;
  return [socket.dispatchEvent(new Event("close")), socket.dispatchEvent(new Event("close", { cancelable: true }))];
});
