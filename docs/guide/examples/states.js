// Where a socket is, told by readyState in each of its events.
const socket = new WebSocket(scriptArgs[0] ?? "ws://127.0.0.1:8080/echo");
console.log("made:", socket.readyState);

socket.onopen = function () {
  console.log("open:", socket.readyState);
  socket.send("Hello there!");
};

socket.onmessage = function (event) {
  console.log("The server says: " + event.data);
  socket.close();
  console.log("closing:", socket.readyState);
};

socket.onerror = function () {
  console.log("failed:", socket.readyState);
};

socket.onclose = function () {
  console.log("closed:", socket.readyState);
};
