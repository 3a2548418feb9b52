test("it needs new", "TypeError", () => thrown(() => WebSocket(echo)));
test("it needs a URL", "TypeError", () => thrown(() => new WebSocket()));

const wrong = {
  "another scheme": "ftp://127.0.0.1/",
  "a scheme alone": "ws:",
  "no host": "ws://",
  "an impossible port": "ws://127.0.0.1:99999/",
  "a fragment": `${echo}#fragment`,
  "an empty fragment": `${echo}#`,
  "mailto": "mailto:a@example.com",
  "about": "about:blank",
};
for (const [what, url] of Object.entries(wrong)) {
  test(`${what} is a SyntaxError`, "DOMException SyntaxError", () => thrown(() => open(url)));
}

test("the URL is a string, whatever it is given as", [echo, "TypeError"], () => [
  open({ toString: () => echo }).url,
  thrown(() => open(Symbol("url"))),
]);
test("http stands for ws", echo, () => open(echo.replace("ws:", "http:")).url);
test("a relative URL is relative to the page", [`ws://${host}/echo`, `ws://${host}/echo?q`, `ws://${host}/lab`], () => [
  open("/echo").url,
  open("echo?q").url,
  open("").url,
]);
test("a URL is written as the URL standard says", [
  `ws://${host}/b%20c?%22q%22`,
  `ws://localhost:${port}/`,
  `ws://127.0.0.1:${port}/`,
], () => [
  open(`  WS://${host}/a/../b c?"q" `).url,
  open(`ws://LOCALHOST:${port}`).url,
  open(`ws://0x7f.1:${port}`).url,
]);

test("at first it is connecting", [0, "", "", 0, "blob", null, null, null, null], () => {
  const socket = open(echo);
  const { readyState, protocol, extensions, bufferedAmount, binaryType, onopen, onmessage, onerror, onclose } = socket;
  return [readyState, protocol, extensions, bufferedAmount, binaryType, onopen, onmessage, onerror, onclose];
});

test("the constants are on the interface and on each socket, for good", [0, 1, 2, 3, 0, 1, 2, 3, [false, true, false]], () => {
  const socket = open(echo);
  const { writable, enumerable, configurable } = Object.getOwnPropertyDescriptor(WebSocket, "OPEN");
  return [
    WebSocket.CONNECTING, WebSocket.OPEN, WebSocket.CLOSING, WebSocket.CLOSED,
    socket.CONNECTING, socket.OPEN, socket.CLOSING, socket.CLOSED,
    [writable, enumerable, configurable],
  ];
});

test("it is an interface", [
  "WebSocket", 1, "function", true, "[object WebSocket]", true, true, true, [true, false, true],
], () => {
  const socket = open(echo);
  const { writable, enumerable, configurable } = Object.getOwnPropertyDescriptor(globalThis, "WebSocket");
  return [
    WebSocket.name,
    WebSocket.length,
    typeof WebSocket,
    Object.getPrototypeOf(WebSocket) === EventTarget,
    Object.prototype.toString.call(socket),
    socket instanceof EventTarget,
    socket.constructor === WebSocket,
    Object.getOwnPropertyDescriptor(WebSocket, "prototype").writable === false,
    [writable, enumerable, configurable],
  ];
});

test("its members stand on the prototype", [
  "CLOSED CLOSING CONNECTING OPEN binaryType bufferedAmount close extensions onclose onerror onmessage onopen protocol "
    + "readyState send url",
  [],
  ["get url", "undefined", true, true],
  ["get binaryType", "set binaryType", true, true],
  ["get onopen", "set onopen", true, true],
  [1, 0, "send", "close", true],
], () => {
  const accessor = (name) => {
    const { get, set, enumerable, configurable } = Object.getOwnPropertyDescriptor(WebSocket.prototype, name);
    return [get.name, set ? set.name : "undefined", enumerable, configurable];
  };
  const { send, close } = WebSocket.prototype;
  return [
    Object.keys(WebSocket.prototype).sort().join(" "),
    Object.keys(open(echo)),
    accessor("url"),
    accessor("binaryType"),
    accessor("onopen"),
    [send.length, close.length, send.name, close.name, Object.getOwnPropertyDescriptor(WebSocket.prototype, "send").writable],
  ];
});

test("its members are for sockets only", Array(6).fill("TypeError"), () => [
  thrown(() => WebSocket.prototype.url),
  thrown(() => WebSocket.prototype.onopen),
  thrown(() => WebSocket.prototype.send.call({}, "x")),
  thrown(() => WebSocket.prototype.close.call(new EventTarget())),
  thrown(() => { WebSocket.prototype.binaryType = "blob"; }),
  thrown(() => { "use strict"; open(echo).url = "x"; }),
]);

test("it can be extended", [true, "more", "[object WebSocket]"], () => {
  class More extends WebSocket {
    more() { return "more"; }
  }
  const socket = new More(echo);
  made.push(socket);
  return [socket instanceof WebSocket, socket.more(), Object.prototype.toString.call(socket)];
});

test("a page finds it in its window", [true, true, true], () => ["WebSocket" in window, window === self, self === globalThis]);
