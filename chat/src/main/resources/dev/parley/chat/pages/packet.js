/** A message promises text but may hold anything; what is not text becomes none. */
export function asText(value) {
  return typeof value === "string" ? value : "";
}
