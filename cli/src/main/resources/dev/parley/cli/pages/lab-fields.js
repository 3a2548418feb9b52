import { byId } from "/element.js";
import { fromHex } from "./lab-bytes.js";

// What the fields say.

export const chosenAddress = () => byId("address").value.trim();

export const chosenBinaryType = () => byId("binary-type").value;

export function chosenProtocols() {
  return byId("protocols").value.split(",").map((one) => one.trim()).filter(Boolean);
}

/** What close() is given: an empty reason is none, and without both so is the code. */
export function closeArguments() {
  const code = byId("close-code").value.trim();
  const reason = byId("close-reason").value;
  if (reason) return [code ? Number(code) : undefined, reason];
  return code ? [Number(code)] : [];
}

/** The bytes of the hex field, or null after saying what is wrong with it. */
export function chosenBytes() {
  const field = byId("hex");
  let bytes = null;
  let complaint = "";
  try {
    bytes = fromHex(field.value);
  } catch (wrong) {
    complaint = wrong.message;
  }
  byId("hex-complaint").textContent = complaint;
  field.setAttribute("aria-invalid", String(Boolean(complaint)));
  return bytes;
}
