// A text goes to the server and comes back.
const address = scriptArgs[0] ?? "ws://127.0.0.1:8080/echo";
const socket = new WebSocket(address);
const text = "an example message";

socket.onopen = function () {
  socket.send(text);
};

socket.onmessage = function (event) {
  console.log(event.data === text ? "The server sent the same text back." : `Other than was sent: ${event.data}`);
  socket.close();
};
