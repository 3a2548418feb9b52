import "./leave-with-parent.mjs";
import { WebSocketServer } from "ws";

const server = new WebSocketServer({
  host: "127.0.0.1",
  port: 0,
  perMessageDeflate: true,
  maxPayload: 16 * 1024 * 1024,
  handleProtocols: () => false,
});
server.on("connection", (socket) => {
  socket.on("message", (data, binary) => socket.send(data, { binary }));
  socket.on("error", () => {}); // "close" follows
});
server.on("listening", () => console.log(server.address().port));
