// A file goes to the server, and comes back as a Blob.
const socket = new WebSocket(scriptArgs[0] ?? "ws://127.0.0.1:8080/echo");
const file = new File(["what is in a file"], "note.txt", { type: "text/plain" });

socket.onopen = () => socket.send(file);

socket.onmessage = async (event) => {
  console.log("a Blob:", event.data instanceof Blob, "of", event.data.size, "bytes:", await event.data.text());
  socket.close();
};
