// One subprotocol, or several of which the server chooses one.
const address = scriptArgs[0] ?? "ws://127.0.0.1:8080/echo";
const one = new WebSocket(address, "protocolOne");
console.log("connecting:", one.readyState === WebSocket.CONNECTING);

one.onopen = () => {
  console.log("one:", one.protocol);
  console.log("extensions:", one.extensions);
  one.close();
};

one.onclose = () => {
  const several = new WebSocket(address, ["protocolOne", "protocolTwo"]);
  several.onopen = () => {
    console.log("of several:", several.protocol);
    several.close();
  };
};
