test("it rises by the bytes that are sent, within a task", [0, 2, 4, 8, 1008, 1011, 1011], async () => {
  const socket = await opened(echo);
  const seen = [socket.bufferedAmount];
  for (const data of ["ab", "ü", "😀", new Uint8Array(1000), new Blob(["abc"]), ""]) {
    socket.send(data);
    seen.push(socket.bufferedAmount);
  }
  return seen;
});
test("a surrogate that stands alone counts as the three bytes that it becomes", 3, async () => {
  const socket = await opened(echo);
  socket.send("\uD800");
  return socket.bufferedAmount;
});
test("it falls to zero when all is sent", 0, async () => {
  const socket = await opened(echo);
  await answer(socket, new Uint8Array(100_000));
  while (socket.bufferedAmount > 0) await tick(1);
  return socket.bufferedAmount;
});
test("it stays as it is within a task, even while it is being sent", true, async () => {
  const socket = await opened(echo);
  socket.send(new Uint8Array(10_000));
  const until = performance.now() + 50;
  while (performance.now() < until);
  return socket.bufferedAmount === 10_000;
});
test("what is sent when closing or closed is counted, and never goes away", [5, 5, 8, 8], async () => {
  const socket = await opened(echo);
  socket.close();
  socket.send("12345");
  const seen = [socket.bufferedAmount];
  await next(socket, "close");
  seen.push(socket.bufferedAmount);
  socket.send("678");
  seen.push(socket.bufferedAmount);
  await tick(5);
  seen.push(socket.bufferedAmount);
  return seen;
});
test("it can only be read", "TypeError", () => thrown(() => { "use strict"; open(echo).bufferedAmount = 1; }));
