// One-way updates: the server sends, nothing goes back.
const source = new EventSource(scriptArgs[0] ?? "http://127.0.0.1:8081/stocks");

source.onmessage = (event) => {
  console.log(`${event.lastEventId}: ${event.data}`);
};

source.addEventListener("close", () => source.close());
