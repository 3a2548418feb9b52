// The plain chat: two people, each of whom sees what both say.
const address = (scriptArgs[0] ?? "ws://127.0.0.1:8080/echo").replace("/echo", "/broadcast");

function join(nick, say) {
  const socket = new WebSocket(address);
  socket.onmessage = (event) => say(nick, event.data, socket);
  return { socket, says: (text) => socket.send(`${nick}: ${text}`) };
}

let heard = 0;
const hear = (nick, text) => {
  if (nick === "Ann") console.log(text);
  if (++heard === 4) for (const { socket } of [ann, bob]) socket.close();
};
const ann = join("Ann", hear);
const bob = join("Bob", hear);

ann.socket.onopen = bob.socket.onopen = () => {
  if (ann.socket.readyState !== WebSocket.OPEN || bob.socket.readyState !== WebSocket.OPEN) return;
  ann.says("good morning");
  setTimeout(() => bob.says("hello, Ann"), 100);
};
