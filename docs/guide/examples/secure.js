// The same over TLS: only the scheme is another.
const socket = new WebSocket(scriptArgs[1] ?? "wss://127.0.0.1:8443/echo");

socket.onopen = () => socket.send("good morn");

socket.onmessage = (event) => {
  console.log(event.origin.slice(0, 6), event.data);
  socket.close();
};
