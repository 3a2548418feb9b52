// Clients that have the browser's WebSocket object.
export function run(WebSocket, options) {
  const socket = new WebSocket(process.argv[2], options);
  socket.binaryType = "arraybuffer";
  socket.onmessage = (event) => socket.send(event.data);
  socket.onclose = (event) => (event.reason === "all cases done" ? process.exit() : run(WebSocket, options));
}
