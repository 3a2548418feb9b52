for (const [what, data, back] of [
  ["text", "an example message", "an example message"],
  ["the empty text", "", ""],
  ["text beyond ASCII", "ü 漢字 😀 \u0000", "ü 漢字 😀 \u0000"],
  ["surrogates that stand alone", "a\uD800b\uDC00c", "a\uFFFDb\uFFFDc"],
  ["a number", 42, "42"],
  ["null", null, "null"],
  ["undefined", undefined, "undefined"],
  ["an array", [1, 2], "1,2"],
  ["an object", {}, "[object Object]"],
  ["an object with a string of its own", { toString: () => "own" }, "own"],
  ["a boxed string", new String("boxed"), "boxed"],
]) {
  test(`${what} goes as text`, back, async () => answer(await opened(echo), data));
}

const bytes = Uint8Array.from({ length: 16 }, (_, index) => index * 16 + 1);
for (const [what, data, from, to] of [
  ["an ArrayBuffer", bytes.buffer, 0, 16],
  ["an empty ArrayBuffer", new ArrayBuffer(0), 0, 0],
  ["a Uint8Array", bytes, 0, 16],
  ["a part of a Uint8Array", bytes.subarray(3, 7), 3, 7],
  ["an Int16Array with an offset", new Int16Array(bytes.buffer, 2, 3), 2, 8],
  ["a Float64Array", new Float64Array(bytes.buffer, 8), 8, 16],
  ["a DataView", new DataView(bytes.buffer, 5, 4), 5, 9],
  ["a Blob", new Blob([bytes]), 0, 16],
  ["a part of a Blob", new Blob([bytes]).slice(2, 5), 2, 5],
  ["a File", new File([bytes.subarray(0, 9)], "bytes"), 0, 9],
]) {
  test(`${what} goes as bytes`, [...bytes.subarray(from, to)], async () => {
    const socket = await opened(echo);
    socket.binaryType = "arraybuffer";
    return [...new Uint8Array(await answer(socket, data))];
  });
}

test("bytes are taken when send is called", [1, 2, 3], async () => {
  const socket = await opened(echo);
  socket.binaryType = "arraybuffer";
  const mine = Uint8Array.of(1, 2, 3);
  socket.send(mine);
  mine.fill(9);
  return [...new Uint8Array((await next(socket, "message")).data)];
});
test("a megabyte comes back", [1 << 20, true], async () => {
  const socket = await opened(echo);
  socket.binaryType = "arraybuffer";
  const sent = Uint8Array.from({ length: 1 << 20 }, (_, index) => (index * 31) ^ (index >> 8));
  const back = new Uint8Array(await answer(socket, sent));
  return [back.length, back.every((byte, index) => byte === sent[index])];
});
test("messages keep their order, whatever they are made of", ["one", 2, "three", 4], async () => {
  const socket = await opened(echo);
  const seen = [];
  const all = new Promise((resolve) => {
    socket.onmessage = ({ data }) => { if (seen.push(typeof data === "string" ? data : data.size) === 4) resolve(seen); };
  });
  socket.send("one");
  socket.send(new Uint8Array(2));
  socket.send("three");
  socket.send(new Blob(["four"]));
  return all;
});

test("before it is open it is an InvalidStateError", "DOMException InvalidStateError", () => thrown(() => open(echo).send("x")));
test("its argument is looked at first", ["TypeError", "TypeError"], () => [
  thrown(() => open(echo).send()),
  thrown(() => open(echo).send(Symbol("data"))),
]);
test("when closing or closed it does nothing, and returns nothing", [null, null, true], async () => {
  const socket = await opened(echo);
  socket.close();
  const closing = socket.send("x");
  await next(socket, "close");
  return [closing ?? null, socket.send("x") ?? null, socket.send("x") === undefined];
});
