import "./leave-with-parent.mjs";

const { PEER_COMPRESSED, PEER_TO_ALL, PEER_IDENTITY } = process.env;
const toAll = PEER_TO_ALL === "yes";

function noWebSocket(request) {
  if (new URL(request.url).pathname === "/collect") Bun.gc(true);
  return new Response("WebSocket only", { status: 426 });
}

const server = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  tls: PEER_IDENTITY && { cert: Bun.file(PEER_IDENTITY + ".pem"), key: Bun.file(PEER_IDENTITY + ".key") },
  fetch: (request, server) => (server.upgrade(request) ? undefined : noWebSocket(request)),
  websocket: {
    perMessageDeflate: PEER_COMPRESSED !== "no",
    maxPayloadLength: 16 * 1024 * 1024,
    backpressureLimit: 64 * 1024 * 1024,
    closeOnBackpressureLimit: true,
    open: (socket) => toAll && socket.subscribe("all"),
    message: toAll ? (socket, data) => server.publish("all", data) : (socket, data) => socket.send(data, true),
  },
});
console.log(server.port);
