export const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");

/** The bytes a person wrote as "40 49 0f" or "40490f" or "0x40, 0x49"; an Error says what is wrong. */
export function fromHex(written) {
  const digits = written.replace(/0x/gi, " ").replace(/[\s,:]+/g, "");
  const wrong = /[^0-9a-f]/i.exec(digits);
  if (wrong) throw new Error(`“${wrong[0]}” is not a hex digit.`);
  if (digits.length % 2) throw new Error("One digit is left over.");
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

export function piAnd127() {
  const view = new DataView(new ArrayBuffer(5));
  view.setFloat32(0, Math.PI);
  view.setUint8(4, 127);
  return new Uint8Array(view.buffer);
}

/** Five bytes are read the way the preset writes them. */
export function reading(buffer) {
  if (buffer.byteLength !== 5) return "";
  const view = new DataView(buffer);
  return `float32 ${view.getFloat32(0)}, uint8 ${view.getUint8(4)}`;
}

/** Rows of sixteen bytes: offset, hex, and the printable characters. */
export function dump(bytes) {
  const rows = [];
  for (let start = 0; start < bytes.length; start += 16) {
    const row = bytes.subarray(start, start + 16);
    const printable = Array.from(row, (byte) => (byte > 31 && byte < 127 ? String.fromCharCode(byte) : "·"));
    rows.push(`${start.toString(16).padStart(6, "0")}  ${toHex(row).padEnd(47)}  ${printable.join("")}`);
  }
  return rows.join("\n");
}
