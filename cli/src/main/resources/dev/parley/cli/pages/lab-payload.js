import { dump, reading, toHex } from "./lab-bytes.js";
import { bodyOf, foldedBody } from "./lab-line.js";
import { amount, size } from "./lab-units.js";

const SHORT_TEXT = 80;
const SHORT_BYTES = 16;
const LONGEST_TEXT = 4_096;
const LONGEST_DUMP = 512;

export function kindOf(data) {
  if (typeof data === "string") return "string";
  if (data instanceof File) return "File";
  return data instanceof Blob ? "Blob" : "ArrayBuffer";
}

export function payloadBody(data) {
  const kind = kindOf(data);
  if (kind === "string") return textBody(kind, data);
  if (kind === "ArrayBuffer") return bytesBody(`${kind}, ${size(data.byteLength)}`, data, data.byteLength);
  return blobBody(kind, data);
}

function textBody(kind, text) {
  const facts = `${kind}, ${amount(text.length)} ${text.length === 1 ? "character" : "characters"}`;
  if (text.length <= SHORT_TEXT && !text.includes("\n")) return bodyOf(facts, text);
  const short = `${text.slice(0, SHORT_TEXT).replace(/\s+/g, " ")}…`;
  const rest = text.length - LONGEST_TEXT;
  const full = rest > 0 ? `${text.slice(0, LONGEST_TEXT)}\n… and ${amount(rest)} more characters` : text;
  return foldedBody(facts, short, full, false);
}

function bytesBody(facts, buffer, whole) {
  const start = new Uint8Array(buffer, 0, Math.min(buffer.byteLength, LONGEST_DUMP));
  const short = toHex(start.subarray(0, SHORT_BYTES));
  if (whole <= SHORT_BYTES) {
    const meaning = whole === buffer.byteLength ? reading(buffer) : "";
    return bodyOf(facts, meaning ? `${short}  =  ${meaning}` : short);
  }
  const rest = whole - start.length;
  const full = rest > 0 ? `${dump(start)}\n… and ${amount(rest)} more bytes` : dump(start);
  return foldedBody(facts, `${short} …`, full, true);
}

/** A Blob gives its bytes only later; its line is there at once and its preview follows. */
function blobBody(kind, blob) {
  const named = blob instanceof File ? ` “${blob.name}”` : "";
  const facts = `${kind}${named}, ${size(blob.size)}${blob.type ? `, ${blob.type}` : ""}`;
  const early = bodyOf(facts, "…");
  blob.slice(0, LONGEST_DUMP).arrayBuffer().then(
    (buffer) => early.replaceChildren(...bytesBody(facts, buffer, blob.size).childNodes),
    (failure) => early.replaceChildren(...bodyOf(facts, `cannot be read: ${failure.message}`).childNodes),
  );
  return early;
}
