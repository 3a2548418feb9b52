import { byId } from "/element.js";
import { piAnd127, toHex } from "./lab-bytes.js";
import { chosenBytes } from "./lab-fields.js";
import { lab } from "./lab-socket.js";
import { showSource } from "./lab-source.js";

export const sendText = () => lab.send(byId("text").value);

export function sendBytes() {
  const bytes = chosenBytes();
  if (bytes) lab.send(bytes.buffer);
}

export function usePreset() {
  byId("hex").value = toHex(piAnd127());
  chosenBytes();
  showSource();
}

export function sendFile() {
  const [file] = byId("file").files;
  byId("file-complaint").textContent = file ? "" : "Choose a file first.";
  if (file) lab.send(file);
}

export function sendMany() {
  const texts = Array.from({ length: 1_000 }, (_, at) => `message ${at + 1} of 1,000`);
  lab.sendAll(texts, "1,000 strings in one go");
}

export function sendMuch() {
  const part = new ArrayBuffer(65_536);
  lab.sendAll(Array.from({ length: 128 }, () => part), "128 ArrayBuffers of 64 KiB, 8 MiB together");
}
