// How a connection ended: cleanly, with a code and a reason, or not.
const tell = (event) => {
  if (event.wasClean) {
    alert(`[close] closed cleanly, code=${event.code} reason=${event.reason}`);
  } else {
    alert(`[close] the connection died, code=${event.code}`);
  }
};

const socket = new WebSocket(scriptArgs[0] ?? "ws://127.0.0.1:8080/echo");

socket.onopen = () => {
  alert("[open] connected");
  socket.send("My name is John");
};

socket.onmessage = (event) => {
  alert(`[message] ${event.data}`);
  // What is not sent yet would be sent before the end; one can also wait for it.
  const close = () => (socket.bufferedAmount === 0 ? socket.close(1000, "work complete") : setTimeout(close, 10));
  close();
};

socket.onclose = (event) => {
  tell(event);
  const hopeless = new WebSocket("ws://127.0.0.1:1/");
  hopeless.onerror = () => alert("[error] it did not work");
  hopeless.onclose = tell;
};
