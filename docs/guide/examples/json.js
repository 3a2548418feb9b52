// Objects travel as JSON; what to do with one stands in its type.
const socket = new WebSocket(scriptArgs[0] ?? "ws://127.0.0.1:8080/echo");
let clientID = 0;

const sendText = (text) => socket.send(JSON.stringify({ type: "message", text, id: clientID, name: "Ann" }));

socket.addEventListener("open", () => {
  socket.send(JSON.stringify({ type: "id", id: 7 }));
  socket.send(JSON.stringify({ type: "username", name: "Ann" }));
  socket.send(JSON.stringify({ type: "userlist", users: ["Ann", "Bob"] }));
  sendText("hi, all");
});

socket.addEventListener("message", (event) => {
  const message = JSON.parse(event.data);
  switch (message.type) {
    case "id":
      clientID = message.id;
      console.log(`I am number ${clientID}`);
      break;
    case "username":
      console.log(`${message.name} signed in`);
      break;
    case "userlist":
      console.log(`here are ${message.users.join(" and ")}`);
      break;
    case "message":
      console.log(`${message.name}: ${message.text}`);
      socket.close();
      break;
  }
});
