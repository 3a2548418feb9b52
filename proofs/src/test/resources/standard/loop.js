test("script, microtasks, then timers in the order in which they are due",
  ["script", "microtask", "then", "timer 0", "micro of timer 0", "timer 1", "timer 5"], async () => {
    const seen = [];
    setTimeout(() => seen.push("timer 5"), 5);
    setTimeout(() => {
      seen.push("timer 0");
      queueMicrotask(() => seen.push("micro of timer 0"));
    }, 0);
    setTimeout(() => seen.push("timer 1"), 0);
    queueMicrotask(() => seen.push("microtask"));
    Promise.resolve().then(() => seen.push("then"));
    seen.push("script");
    await tick(60);
    return seen;
  });
test("timers are given their arguments, and the global object", ["a", 1, true], () => new Promise((resolve) => {
  setTimeout(function (...values) { resolve([...values, this === globalThis]); }, 0, "a", 1);
}));
test("what is cleared does not happen", ["kept"], async () => {
  const seen = [];
  clearTimeout(setTimeout(() => seen.push("timeout"), 1));
  clearInterval(setInterval(() => seen.push("interval"), 1));
  clearTimeout(setInterval(() => seen.push("either clears"), 1));
  clearTimeout(undefined);
  clearTimeout("nonsense");
  setTimeout(() => seen.push("kept"), 1);
  await tick(30);
  return seen;
});
test("an interval can end itself", 3, () => new Promise((resolve) => {
  let count = 0;
  const id = setInterval(() => {
    if (++count === 3) {
      clearInterval(id);
      setTimeout(() => resolve(count), 20);
    }
  }, 1);
}));
test("no socket says anything before the script has ended", ["script", "open"], async () => {
  const seen = [];
  const socket = open(echo);
  const until = performance.now() + 100;
  while (performance.now() < until);
  seen.push("script");
  socket.onopen = () => seen.push("open");
  await next(socket, "open");
  return seen;
});
test("a rejection that nobody handles is told of", ["reason", true], () => new Promise((resolve) => {
  self.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    resolve([event.reason, event.promise instanceof Promise]);
  }, { once: true });
  Promise.reject("reason");
}));
test("signals abort", [false, true, "AbortError", "own", ["abort"], "own", "TypeError", "TimeoutError"], async () => {
  const controller = new AbortController();
  const before = controller.signal.aborted;
  const seen = [];
  controller.signal.onabort = (event) => seen.push(event.type);
  controller.abort("own");
  controller.abort("again");
  const timeout = AbortSignal.timeout(1);
  await next(timeout, "abort");
  return [
    before,
    controller.signal.aborted,
    AbortSignal.abort().reason.name,
    controller.signal.reason,
    seen,
    AbortSignal.any([new AbortController().signal, controller.signal]).reason,
    thrown(() => new AbortSignal()),
    timeout.reason.name,
  ];
});
test("blobs", [11, "text/plain", "lo wor", 3, "ld", "", "TypeError", "TypeError", [104, 195]], async () => {
  const blob = new Blob(["hello ", new TextEncoder().encode("wor"), new Blob(["ld"])], { type: "TEXT/plain" });
  return [
    blob.size,
    blob.type,
    await blob.slice(3, -2).text(),
    blob.slice(-3).size,
    await blob.slice(9, 100).text(),
    blob.slice(0, 1).type,
    thrown(() => new Blob("parts")),
    thrown(() => Blob([])),
    [...new Uint8Array(await new Blob(["hü"]).slice(0, 2).arrayBuffer())],
  ];
});
test("text is encoded and decoded", [[226, 130, 172], "€\uFFFD", "utf-8", "TypeError"], () => [
  [...new TextEncoder().encode("€")],
  new TextDecoder().decode(Uint8Array.of(0xEF, 0xBB, 0xBF, 226, 130, 172, 0xFF)),
  new TextDecoder("UTF8").encoding,
  thrown(() => new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.of(0xFF))),
]);
