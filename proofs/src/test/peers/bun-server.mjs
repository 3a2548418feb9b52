import "./leave-with-parent.mjs";

const server = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  fetch: (request, server) => (server.upgrade(request) ? undefined : new Response("WebSocket only", { status: 426 })),
  websocket: {
    perMessageDeflate: true,
    maxPayloadLength: 16 * 1024 * 1024,
    backpressureLimit: 64 * 1024 * 1024,
    closeOnBackpressureLimit: true,
    message: (socket, data) => socket.send(data, true),
  },
});
console.log(server.port);
