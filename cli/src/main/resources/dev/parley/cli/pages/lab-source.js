import { byId, element } from "/element.js";
import { fromHex, piAnd127, toHex } from "./lab-bytes.js";
import { chosenAddress, chosenBinaryType, chosenProtocols, closeArguments } from "./lab-fields.js";

// What the fields say, as a program that does the same.

export function showSource() {
  byId("source").replaceChildren(...coloured(sourceText()));
  byId("copied").textContent = "";
}

/** The clipboard is for secure pages only; elsewhere the text is selected, one keystroke from copied. */
export async function copySource() {
  try {
    await navigator.clipboard.writeText(sourceText());
    byId("copied").textContent = "Copied";
  } catch {
    getSelection().selectAllChildren(byId("source"));
    byId("copied").textContent = "Selected: copy it with your keyboard";
  }
}

function sourceText() {
  const protocols = chosenProtocols();
  const quote = JSON.stringify;
  const also = protocols.length ? `, [${protocols.map(quote).join(", ")}]` : "";
  return [
    `const socket = new WebSocket(${quote(chosenAddress())}${also});`,
    `socket.binaryType = ${quote(chosenBinaryType())};`,
    "",
    'socket.addEventListener("open", () => {',
    `  socket.send(${quote(shortened(byId("text").value))});`,
    ...bytesSource().map((one) => `  ${one}`),
    "});",
    'socket.addEventListener("message", ({ data }) => console.log(data));',
    'socket.addEventListener("error", () => console.log("error"));',
    'socket.addEventListener("close", ({ code, reason, wasClean }) => {',
    "  console.log(code, reason, wasClean);",
    "});",
    "",
    "// later",
    `socket.close(${closeArguments().map(argument).join(", ")});`,
  ].join("\n");
}

const shortened = (text) => (text.length > 60 ? `${text.slice(0, 59)}…` : text);

function bytesSource() {
  let bytes;
  try {
    bytes = fromHex(byId("hex").value);
  } catch {
    return [];
  }
  if (toHex(bytes) !== toHex(piAnd127())) {
    const listed = Array.from(bytes.subarray(0, 8), (byte) => `0x${byte.toString(16).padStart(2, "0")}`);
    return [`socket.send(new Uint8Array([${listed.join(", ")}${bytes.length > 8 ? ", /* … */" : ""}]));`];
  }
  return [
    "const view = new DataView(new ArrayBuffer(5));",
    "view.setFloat32(0, Math.PI);",
    "view.setUint8(4, 127);",
    "socket.send(view.buffer);",
  ];
}

/** The field may hold what is no number, and the call then says NaN, as it would. */
const argument = (value) => (typeof value === "string" ? JSON.stringify(value) : String(value));

/** Strings, comments and numbers in their colours; the rest as it is. */
function coloured(source) {
  const pattern = /(?<string>"(?:[^"\\]|\\.)*")|(?<comment>\/\/.*|\/\*.*?\*\/)|(?<number>\b(?:0x[0-9a-f]+|\d+)\b)/g;
  const pieces = [];
  let done = 0;
  for (const { 0: found, index, groups } of source.matchAll(pattern)) {
    const kind = Object.keys(groups).find((name) => groups[name] !== undefined);
    pieces.push(source.slice(done, index), element("span", kind, found));
    done = index + found.length;
  }
  return [...pieces, source.slice(done)];
}
