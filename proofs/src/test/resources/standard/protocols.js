const impossible = { "empty": "", "a space": "a b", "a comma": "a,b", "beyond ASCII": "ä", "a control": "a\u0000", "a bracket": "a(" };
for (const [what, protocol] of Object.entries(impossible)) {
  test(`${what} is a SyntaxError`, ["DOMException SyntaxError", "DOMException SyntaxError"], () => [
    thrown(() => open(echo, protocol)),
    thrown(() => open(echo, ["fine", protocol])),
  ]);
}

test("twice the same is a SyntaxError, another case is another protocol", ["DOMException SyntaxError", "nothing"], () => [
  thrown(() => open(echo, ["echo", "echo"])),
  thrown(() => open(echo, ["echo", "eCho"])),
]);

const offers = [
  ["a string", "one", "one"],
  ["an array", ["one", "two"], "one"],
  ["an empty array", [], ""],
  ["nothing", undefined, ""],
  ["null, as a string", null, "null"],
  ["a number, as a string", 7, "7"],
  ["any other iterable", new Set(["two", "one"]), "two"],
  ["an object that is none, as a string", { toString: () => "own" }, "own"],
  ["items, as strings", [1, { toString: () => "x" }], "1"],
];
for (const [what, offer, chosen] of offers) {
  test(`${what} is an offer`, chosen, async () => (await opened(echo, offer)).protocol);
}

test("an iterator that is no function is a TypeError", "TypeError", () => thrown(() => open(echo, { [Symbol.iterator]: 1 })));
test("before it is open there is none", "", () => open(echo, "one").protocol);

test("one that was not asked for fails the connection", ["error 3", "close 3 1006 false "], () =>
  story(open(`${raw}/unasked-protocol`)));
test("another one than was asked for fails the connection", ["error 3", "close 3 1006 false "], () =>
  story(open(`${raw}/unasked-protocol`, "mine")));
test("none although some were asked for fails the connection", ["error 3", "close 3 1006 false "], () =>
  story(open(`${raw}/plain`, "mine")));

test("an extension that was not asked for fails the connection", ["error 3", "close 3 1006 false "], () =>
  story(open(`${raw}/unasked-extension`)));
test("the extensions are those that the server chose", ["", true], async () => {
  const socket = open(echo);
  const before = socket.extensions;
  await next(socket, "open");
  return [before, socket.extensions.startsWith("permessage-deflate")];
});
