const failures = {
  "nobody listens": `ws://127.0.0.1:${closedPort}/`,
  "the server knows no such path": `${echo}/nowhere`,
  "the server refuses": `${raw}/refuse`,
  "the server answers in another language": `${raw}/noise`,
  "the server ends before it answers": `${raw}/hang-up`,
  "the proof is wrong": `${raw}/wrong-proof`,
  "the answer leads elsewhere": `${raw}/redirect`,
};
for (const [what, url] of Object.entries(failures)) {
  test(what, ["error 3", "close 3 1006 false "], () => story(open(url)));
}

test("the connection ends without a Close frame", ["open 1", "close 3 1006 false "], async () => {
  const whole = await story(open(`${raw}/lost`));
  return [whole[0], whole.at(-1)];
});
test("a Close frame with the code of an error is an end like any other", ["open 1", "close 3 1002 true why"], () =>
  story(open(`${raw}/closes`)));

const faults = {
  "a frame is masked": `${raw}/masked`,
  "a reserved bit is set": `${raw}/reserved`,
  "text is no UTF-8": `${raw}/no-utf-8`,
};
for (const [what, url] of Object.entries(faults)) {
  test(what, ["open 1", "error 3", "close 3 1006 false "], () => story(open(url)));
}

test("an error is an event that says nothing more", ["[object Event]", "error", false, false, true, "undefined"], async () => {
  const event = await next(open(failures["nobody listens"]), "error");
  return [
    Object.prototype.toString.call(event),
    event.type,
    event.bubbles,
    event.cancelable,
    event.isTrusted,
    typeof event.message,
  ];
});
test("a port that browsers keep away from is not connected to", ["error 3", "close 3 1006 false "], () => story(open("ws://127.0.0.1:25/")));

test("a DOMException is an error with a name and a code", [true, "SyntaxError", 12, "[object DOMException]", "string", true, 15, 11, 0], () => {
  let error;
  try {
    open("ftp://x");
  } catch (e) {
    error = e;
  }
  return [
    error instanceof Error,
    error.name,
    error.code,
    Object.prototype.toString.call(error),
    typeof error.stack,
    error.message.length > 0,
    new DOMException("", "InvalidAccessError").code,
    new DOMException("", "InvalidStateError").code,
    new DOMException("", "Mine").code,
  ];
});
test("a DOMException can be made", ["Error", "", "Error: m", "N: m", 12, "TypeError", true], () => [
  new DOMException().name,
  new DOMException().message,
  String(new DOMException("m")),
  String(new DOMException("m", "N")),
  DOMException.SYNTAX_ERR,
  thrown(() => DOMException("m")),
  Object.getPrototypeOf(DOMException.prototype) === Error.prototype,
]);
