// Whether there is a WebSocket at all.
function webSocketSupported() {
  return "WebSocket" in window;
}

if (window["WebSocket"]) {
  const connection = new WebSocket(scriptArgs[0] ?? "ws://127.0.0.1:8080/echo", "myProtocol");
  connection.onclose = function (event) {
    console.log("The connection is closed.");
  };
  connection.onmessage = function (event) {
    console.log(event.data);
    connection.close();
  };
  connection.onopen = () => connection.send(`supported: ${webSocketSupported()}`);
} else {
  console.log("There is no WebSocket here.");
}
