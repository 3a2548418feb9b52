const codes = [
  [999, "DOMException InvalidAccessError"],
  [1000, "nothing"],
  [1001, "DOMException InvalidAccessError"],
  [1005, "DOMException InvalidAccessError"],
  [1006, "DOMException InvalidAccessError"],
  [2999, "DOMException InvalidAccessError"],
  [3000, "nothing"],
  [4999, "nothing"],
  [5000, "DOMException InvalidAccessError"],
  [65536 + 1000, "DOMException InvalidAccessError"],
  [-1000, "DOMException InvalidAccessError"],
  [NaN, "DOMException InvalidAccessError"],
  [Infinity, "DOMException InvalidAccessError"],
  [null, "DOMException InvalidAccessError"],
  ["", "DOMException InvalidAccessError"],
  ["reason", "DOMException InvalidAccessError"],
  ["3000", "nothing"],
  [1000.4, "nothing"],
  [undefined, "nothing"],
  [true, "DOMException InvalidAccessError"],
  [{ valueOf: () => 3333 }, "nothing"],
];
for (const [code, outcome] of codes) {
  test(`close(${typeof code} ${String(code)})`, outcome, () => thrown(() => open(echo).close(code)));
}
test("a code that is no number is a TypeError", ["TypeError", "TypeError"], () => [
  thrown(() => open(echo).close(Symbol("code"))),
  thrown(() => open(echo).close(1000n)),
]);

const reasons = [
  ["x".repeat(123), "nothing"],
  ["x".repeat(124), "DOMException SyntaxError"],
  ["ü".repeat(61), "nothing"],
  ["ü".repeat(62), "DOMException SyntaxError"],
  ["\uD800".repeat(41), "nothing"],
  ["\uD800".repeat(42), "DOMException SyntaxError"],
  ["😀".repeat(31), "DOMException SyntaxError"],
];
reasons.forEach(([reason, outcome], index) => {
  test(`reason ${index}`, outcome, () => thrown(() => open(echo).close(1000, reason)));
});
test("the code is looked at before the reason", "DOMException InvalidAccessError", () =>
  thrown(() => open(echo).close(1, "x".repeat(200))));
test("what is refused changes nothing", [0, 0], () => {
  const socket = open(echo);
  thrown(() => socket.close(1));
  const first = socket.readyState;
  thrown(() => socket.close(1000, "x".repeat(200)));
  return [first, socket.readyState];
});

test("closing while connecting is an error and 1006", [2, ["error 3", "close 3 1006 false "]], async () => {
  const socket = open(echo);
  const whole = story(socket);
  socket.close(3000, "never mind");
  return [socket.readyState, await whole];
});
test("closing when open is clean, with code and reason as the server returned them",
  [2, ["open 1", "close 3 3001 true done"]], async () => {
    const socket = open(echo);
    const whole = story(socket);
    await next(socket, "open");
    socket.close(3001, "done");
    return [socket.readyState, await whole];
  });
test("without a code it is 1005", ["open 1", "close 3 1005 true "], async () => {
  const socket = open(echo);
  const whole = story(socket);
  await next(socket, "open");
  socket.close();
  return whole;
});
test("the reason is UTF-8, surrogates that stand alone become U+FFFD", "ü 😀 \uFFFD!", async () => {
  const socket = await opened(echo);
  socket.close(4000, "ü 😀 \uD83D!");
  return (await next(socket, "close")).reason;
});
test("closing again changes nothing", [2, "3001 first", 3], async () => {
  const socket = await opened(echo);
  socket.close(3001, "first");
  socket.close(3002, "second");
  const state = socket.readyState;
  const event = await next(socket, "close");
  socket.close(3003, "third");
  return [state, `${event.code} ${event.reason}`, socket.readyState];
});
for (const [said, heard] of [["1000 bye", "1000 true bye"], ["3456 ", "3456 true "], ["1011 oops", "1011 true oops"], ["1001 going", "1001 true going"]]) {
  test(`the server closes with ${said}`, heard, async () => {
    const socket = await opened(`${special}/close`);
    socket.send(said);
    const { code, wasClean, reason } = await next(socket, "close");
    return `${code} ${wasClean} ${reason}`;
  });
}
test("messages before the server's close arrive, and none afterwards",
  ["open 1", "message 0", "message 1", "message 2", "close 3 1000 true "], async () => {
    const socket = open(`${special}/three`);
    const whole = story(socket);
    await next(socket, "open");
    socket.send("go");
    return whole;
  });
test("after close() no message arrives", ["open 1", "message 0", "close 3 1000 true "], async () => {
  const socket = open(`${special}/three`);
  const whole = story(socket);
  socket.addEventListener("message", () => socket.close(1000));
  await next(socket, "open");
  socket.send("go");
  return whole;
});
