// Five bytes, a float and a byte, go to the server and come back.
const socket = new WebSocket((scriptArgs[0] ?? "ws://127.0.0.1:8080/echo").replace(/^ws/, "http")); // http stands for ws
const buffer = new ArrayBuffer(5);
const view = new DataView(buffer);
view.setFloat32(0, Math.PI);
view.setUint8(4, 127);

socket.binaryType = "arraybuffer";

socket.onopen = function () {
  socket.send(buffer);
};

socket.onmessage = function (event) {
  const received = new DataView(event.data);
  console.log("byte:", received.getUint8(4), "float:", received.getFloat32(0).toFixed(5));
  console.log("length:", event.data.byteLength);
  socket.close();
};
