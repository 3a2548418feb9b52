import "./leave-with-parent.mjs";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { WebSocketServer } from "ws";

const { PEER_COMPRESSED, PEER_TO_ALL, PEER_IDENTITY } = process.env;

function noWebSocket(request, response) {
  if (request.url === "/collect") globalThis.gc?.(); // with --expose-gc
  response.writeHead(426).end();
}

const http = PEER_IDENTITY
  ? createSecureServer({ cert: readFileSync(PEER_IDENTITY + ".pem"), key: readFileSync(PEER_IDENTITY + ".key") }, noWebSocket)
  : createServer(noWebSocket);
const server = new WebSocketServer({
  server: http,
  perMessageDeflate: PEER_COMPRESSED !== "no",
  maxPayload: 16 * 1024 * 1024,
  handleProtocols: () => false,
});
server.on("connection", (socket) => {
  socket.on("message", (data, binary) => {
    if (PEER_TO_ALL === "yes") server.clients.forEach((each) => each.send(data, { binary }));
    else socket.send(data, { binary });
  });
  socket.on("error", () => {}); // "close" follows
});
http.listen({ host: "127.0.0.1", port: 0, backlog: 4096 }, () => console.log(http.address().port));
