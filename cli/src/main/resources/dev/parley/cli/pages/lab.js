// The WebSocket lab: every control is one call of the browser's WebSocket API, and everything the
// socket then says is shown as it came.

import { byId, element } from "/element.js";
import { chosenAddress, chosenBinaryType, chosenProtocols, closeArguments } from "./lab-fields.js";
import { journal } from "./lab-journal.js";
import { sendBytes, sendFile, sendMany, sendMuch, sendText, usePreset } from "./lab-senders.js";
import { lab } from "./lab-socket.js";
import { copySource, showSource } from "./lab-source.js";

function offerAddresses() {
  const own = `${location.protocol === "https:" ? "wss:" : "ws:"}//${location.host}`;
  byId("address").value = `${own}/echo`;
  for (const path of ["/echo", "/broadcast", "/chat"]) {
    const option = element("option");
    option.value = own + path;
    byId("addresses").append(option);
  }
}

function onSubmit(id, act) {
  byId(id).addEventListener("submit", (event) => {
    event.preventDefault();
    act();
  });
}

const onClick = (id, act) => byId(id).addEventListener("click", () => act());

offerAddresses();
onSubmit("connection", () => lab.connect(chosenAddress(), chosenProtocols(), chosenBinaryType()));
onSubmit("closing", () => lab.close(closeArguments()));
byId("binary-type").addEventListener("change", () => lab.useBinaryType(chosenBinaryType()));

onSubmit("text-sender", sendText);
onSubmit("bytes-sender", sendBytes);
onSubmit("file-sender", sendFile);
byId("text").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) byId("text-sender").requestSubmit();
});
onClick("preset", usePreset);
onClick("send-many", sendMany);
onClick("send-much", sendMuch);

onClick("clear", () => journal.clear());
onClick("copy", copySource);
for (const id of ["address", "protocols", "binary-type", "close-code", "close-reason", "text", "hex"]) {
  byId(id).addEventListener("input", showSource);
}
showSource();
