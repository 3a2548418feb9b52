test("wss is a connection like any other", [secure, "secret ü", "open"], async () => {
  const socket = await opened(secure);
  return [socket.url, await answer(socket, "secret ü"), socket.readyState === WebSocket.OPEN ? "open" : "not open"];
});
test("https stands for wss", secure, () => open(secure.replace("wss:", "https:")).url);
test("the port of wss is 443", ["wss://example.test/", "wss://example.test:80/"], () => [
  open("wss://example.test:443").url,
  open("wss://example.test:80").url,
]);
test("messages say so in their origin", secure.slice(0, -"/echo".length), async () => {
  const socket = await opened(secure);
  socket.send("x");
  return (await next(socket, "message")).origin;
});
test("closing is clean", "3000 true bye", async () => {
  const socket = await opened(secure, "one");
  socket.close(3000, "bye");
  const { code, wasClean, reason } = await next(socket, "close");
  return `${code} ${wasClean} ${reason}`;
});
test("bytes come back", 300_000, async () => {
  const socket = await opened(secure);
  return (await answer(socket, new Uint8Array(300_000))).size;
});
test("what does not speak TLS is no secure server", ["error 3", "close 3 1006 false "], () =>
  story(open(echo.replace("ws:", "wss:"))));
