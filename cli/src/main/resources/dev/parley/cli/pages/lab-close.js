import { element } from "/element.js";
import { bodyOf } from "./lab-line.js";

const CLOSE_CODES = {
  1000: "normal closure",
  1001: "going away",
  1002: "protocol error",
  1003: "unsupported data",
  1005: "no code was given",
  1006: "lost without a closing handshake",
  1007: "invalid text or data",
  1008: "against the rules of the server",
  1009: "message too big",
  1010: "an extension was missing",
  1011: "unexpected condition at the server",
  1012: "server restarts",
  1013: "try again later",
  1015: "TLS failed",
};

export function closeBody({ code, reason, wasClean }) {
  const meaning = CLOSE_CODES[code];
  const body = bodyOf("", `code ${code}, reason ${JSON.stringify(reason)}, wasClean ${wasClean}`);
  if (meaning) body.append(" ", element("span", "event-facts", `(${meaning})`));
  return body;
}
