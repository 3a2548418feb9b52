test("it is blob at first, and can be changed", ["blob", "arraybuffer", "blob"], () => {
  const socket = open(echo);
  const seen = [socket.binaryType];
  for (const type of ["arraybuffer", "blob"]) {
    socket.binaryType = type;
    seen.push(socket.binaryType);
  }
  return seen;
});
test("what is none is ignored", ["blob", "blob", "blob", "blob", "TypeError"], () => {
  const socket = open(echo);
  const seen = ["Blob", "", null, undefined].map((type) => {
    socket.binaryType = type;
    return socket.binaryType;
  });
  return [...seen, thrown(() => { socket.binaryType = Symbol("blob"); })];
});
test("it can be changed in every state", ["arraybuffer", "blob", "arraybuffer"], async () => {
  const socket = open(echo);
  const seen = [];
  const set = (type) => {
    socket.binaryType = type;
    seen.push(socket.binaryType);
  };
  set("arraybuffer");
  await next(socket, "open");
  socket.close();
  set("blob");
  await next(socket, "close");
  set("arraybuffer");
  return seen;
});
test("a Blob is a Blob", [true, 3, "", [1, 2, 3], "[object Blob]"], async () => {
  const data = await answer(await opened(echo), Uint8Array.of(1, 2, 3));
  const { size, type } = data;
  return [data instanceof Blob, size, type, [...new Uint8Array(await data.arrayBuffer())], Object.prototype.toString.call(data)];
});
test("an ArrayBuffer is an ArrayBuffer", [true, 5, 127, true, "[object ArrayBuffer]", 2], async () => {
  const socket = await opened(echo);
  socket.binaryType = "arraybuffer";
  const view = new DataView(new ArrayBuffer(5));
  view.setFloat32(0, Math.PI);
  view.setUint8(4, 127);
  const data = await answer(socket, view);
  const got = new DataView(data);
  return [
    data instanceof ArrayBuffer,
    data.byteLength,
    got.getUint8(4),
    got.getFloat32(0) === Math.fround(Math.PI),
    Object.prototype.toString.call(data),
    data.slice(1, 3).byteLength,
  ];
});
test("an ArrayBuffer may be written to", [7, 2, 7], async () => {
  const socket = await opened(echo);
  socket.binaryType = "arraybuffer";
  const data = await answer(socket, Uint8Array.of(1, 2));
  const view = new Uint8Array(data);
  view[0] = 7;
  return [view[0], view[1], new Uint8Array(data)[0]];
});
test("it counts when the message is handed over", ["Blob", "ArrayBuffer", "string"], async () => {
  const socket = await opened(echo);
  const seen = [];
  const all = new Promise((resolve) => {
    socket.onmessage = ({ data }) => {
      socket.binaryType = "arraybuffer";
      seen.push(typeof data === "string" ? "string" : data.constructor.name);
      if (seen.length === 3) resolve(seen);
    };
  });
  socket.send(new Uint8Array(1));
  socket.send(new Uint8Array(1));
  socket.send("text");
  return all;
});
