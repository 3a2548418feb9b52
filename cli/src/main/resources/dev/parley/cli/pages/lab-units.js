export const amount = (number) => number.toLocaleString("en");

export function size(bytes) {
  if (bytes < 1_024) return `${amount(bytes)} ${bytes === 1 ? "byte" : "bytes"}`;
  const [unit, scale] = bytes < 1_048_576 ? ["KiB", 1_024] : ["MiB", 1_048_576];
  return `${(bytes / scale).toLocaleString("en", { maximumFractionDigits: 1 })} ${unit}`;
}

export function since(start) {
  const elapsed = performance.now() - start;
  return elapsed < 1_000 ? `${elapsed.toFixed(1)} ms` : `${(elapsed / 1_000).toFixed(3)} s`;
}
