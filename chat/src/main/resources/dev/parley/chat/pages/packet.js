/** A packet is a JSON object; anything else is none. */
export function parsePacket(text) {
  try {
    const packet = JSON.parse(text);
    return typeof packet === "object" && packet !== null ? packet : null;
  } catch {
    return null;
  }
}

/** A packet promises text but may hold anything; what is not text becomes none. */
export function asText(value) {
  return typeof value === "string" ? value : "";
}
