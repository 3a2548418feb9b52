// The WebSocket lab: every control is one call of the browser's WebSocket API, and everything the
// socket then says is shown as it came.

const MAX_LINES = 500;
const SHORT_TEXT = 80;
const SHORT_BYTES = 16;
const LONGEST_TEXT = 4_096;
const LONGEST_DUMP = 512;
const STATES = ["CONNECTING", "OPEN", "CLOSING", "CLOSED"];
const ARROWS = { sent: "↑", message: "↓", open: "●", close: "○", error: "!", thrown: "!" };

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

const byId = (id) => document.getElementById(id);

// ---------------------------------------------------------------------------------------------
// Small builders. What came over the wire enters the page as text, never as markup.

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

const amount = (number) => number.toLocaleString("en");

function size(bytes) {
  if (bytes < 1_024) return `${amount(bytes)} ${bytes === 1 ? "byte" : "bytes"}`;
  const [unit, scale] = bytes < 1_048_576 ? ["KiB", 1_024] : ["MiB", 1_048_576];
  return `${(bytes / scale).toLocaleString("en", { maximumFractionDigits: 1 })} ${unit}`;
}

// ---------------------------------------------------------------------------------------------
// Bytes and hex.

const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");

/** The bytes a person wrote as "40 49 0f" or "40490f" or "0x40, 0x49"; an Error says what is wrong. */
function fromHex(written) {
  const digits = written.replace(/0x/gi, " ").replace(/[\s,:]+/g, "");
  const wrong = /[^0-9a-f]/i.exec(digits);
  if (wrong) throw new Error(`“${wrong[0]}” is not a hex digit.`);
  if (digits.length % 2) throw new Error("One digit is left over.");
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function piAnd127() {
  const buffer = new ArrayBuffer(5);
  const view = new DataView(buffer);
  view.setFloat32(0, Math.PI);
  view.setUint8(4, 127);
  return buffer;
}

/** Five bytes are read the way the preset writes them. */
function reading(buffer) {
  if (buffer.byteLength !== 5) return "";
  const view = new DataView(buffer);
  return `float32 ${view.getFloat32(0)}, uint8 ${view.getUint8(4)}`;
}

/** Rows of sixteen bytes: offset, hex, and the printable characters. */
function dump(bytes) {
  const rows = [];
  for (let start = 0; start < bytes.length; start += 16) {
    const row = bytes.subarray(start, start + 16);
    const printable = Array.from(row, (byte) => (byte > 31 && byte < 127 ? String.fromCharCode(byte) : "·"));
    rows.push(`${start.toString(16).padStart(6, "0")}  ${toHex(row).padEnd(47)}  ${printable.join("")}`);
  }
  return rows.join("\n");
}

// ---------------------------------------------------------------------------------------------
// The list of events.

/**
 * Lines wait for the next frame and enter together, so that a thousand messages cost one layout.
 * A page in the background gets no frames, so a timer stands by.
 */
const journal = {
  waiting: [],
  scheduled: false,
  total: 0,
  following: true,

  add(line) {
    this.total += 1;
    this.waiting.push(line);
    if (this.waiting.length > MAX_LINES) this.waiting.shift();
    if (this.scheduled) return;
    this.scheduled = true;
    requestAnimationFrame(() => this.flush());
    setTimeout(() => this.flush(), 250);
  },

  flush() {
    const list = byId("events");
    this.scheduled = false;
    if (this.waiting.length === 0) return;
    list.append(...this.waiting.splice(0));
    while (list.childElementCount > MAX_LINES) list.firstElementChild.remove();
    this.count(list.childElementCount);
    if (this.following) this.toEnd();
    else byId("newest").hidden = false;
  },

  count(shown) {
    byId("events-count").textContent = shown < this.total ? `last ${amount(shown)} of ${amount(this.total)}` : "";
  },

  toEnd() {
    const scroller = byId("events-scroller");
    scroller.scrollTop = scroller.scrollHeight;
    byId("newest").hidden = true;
  },

  noticePlace() {
    const { scrollHeight, scrollTop, clientHeight } = byId("events-scroller");
    this.following = scrollHeight - scrollTop - clientHeight < 40;
    if (this.following) byId("newest").hidden = true;
  },

  clear() {
    this.waiting.length = 0;
    this.total = 0;
    byId("events").replaceChildren();
    this.following = true;
    this.toEnd();
    this.count(0);
  },
};

function line(type, time, body) {
  const made = element("li", "event");
  const arrow = element("span", "event-arrow", ARROWS[type]);
  arrow.setAttribute("aria-hidden", "true");
  made.dataset.type = type;
  made.append(element("span", "event-time", time), arrow, element("span", "event-type", type), body);
  return made;
}

function bodyOf(facts, text = "") {
  const body = element("div", "event-body");
  if (facts) body.append(element("span", "event-facts", facts));
  if (text) body.append(element("span", "event-text", text));
  return body;
}

/** A body that unfolds; used where one line cannot hold the whole. */
function foldedBody(facts, short, full, isDump) {
  const body = element("div", "event-body");
  const details = element("details");
  const summary = element("summary");
  summary.append(element("span", "event-facts", facts), element("span", "event-text", short));
  details.append(summary, element("pre", isDump ? "event-full dump" : "event-full", full));
  body.append(details);
  return body;
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

function kindOf(data) {
  if (typeof data === "string") return "string";
  if (data instanceof File) return "File";
  return data instanceof Blob ? "Blob" : "ArrayBuffer";
}

function payloadBody(data) {
  const kind = kindOf(data);
  if (kind === "string") return textBody(kind, data);
  if (kind === "ArrayBuffer") return bytesBody(`${kind}, ${size(data.byteLength)}`, data, data.byteLength);
  return blobBody(kind, data);
}

// ---------------------------------------------------------------------------------------------
// The socket.

/** The one socket the controls act on; a former one may still have a last word to say. */
const lab = {
  socket: null,
  number: 0,
  startedAt: 0,
  peak: 0,
  lastState: null,
  sampling: 0,

  connect() {
    const protocols = chosenProtocols();
    const former = this.socket;
    const startedAt = performance.now();
    const made = this.attempt("new WebSocket", () => construct(byId("address").value.trim(), protocols), startedAt);
    if (!made) return;
    if (former && former.readyState < WebSocket.CLOSING) former.close(1000, "replaced");
    made.binaryType = byId("binary-type").value;
    this.socket = made;
    this.startedAt = startedAt;
    this.number += 1;
    this.peak = 0;
    this.lastState = null;
    byId("states").replaceChildren();
    this.listen(made, this.number, startedAt);
    this.refresh();
  },

  listen(socket, number, startedAt) {
    const tell = (type, body, kind) => {
      const former = socket === this.socket ? "" : `#${number} `;
      const made = line(type, former + since(startedAt), body);
      if (kind) made.dataset.kind = kind;
      journal.add(made);
      this.refresh();
    };
    socket.addEventListener("open", () => tell("open", bodyOf(agreed(socket))));
    socket.addEventListener("message", ({ data }) => tell("message", payloadBody(data), kindOf(data)));
    socket.addEventListener("error", () => tell("error", bodyOf("the event carries no reason; the console may")));
    socket.addEventListener("close", (event) => tell("close", closeBody(event)));
  },

  /** Runs one call of the API; what it throws becomes a line, under its own name. */
  attempt(call, act, startedAt = this.startedAt) {
    try {
      return act();
    } catch (thrown) {
      journal.add(line("thrown", since(startedAt), bodyOf(call, `${thrown.name}: ${thrown.message}`)));
      return null;
    } finally {
      this.refresh();
    }
  },

  send(data) {
    if (this.deliver(data)) this.tellSent(payloadBody(data), kindOf(data));
  },

  /** Many sends in one go, told in one line. */
  sendAll(parts, summary) {
    if (parts.every((part) => this.deliver(part))) this.tellSent(bodyOf(summary), kindOf(parts[0]));
  },

  deliver(data) {
    return this.attempt("send", () => {
      this.existing().send(data);
      return true;
    });
  },

  tellSent(body, kind) {
    const made = line("sent", since(this.startedAt), body);
    made.dataset.kind = kind;
    journal.add(made);
  },

  close() {
    const [code, reason] = closeArguments();
    this.attempt("close", () => {
      if (reason !== undefined) this.existing().close(code, reason);
      else if (code !== undefined) this.existing().close(code);
      else this.existing().close();
    });
  },

  existing() {
    if (!this.socket) throw new ReferenceError("there is no socket yet: press Connect first");
    return this.socket;
  },

  useBinaryType() {
    if (this.socket) this.socket.binaryType = byId("binary-type").value;
    this.refresh();
  },

  refresh() {
    if (!this.socket) return;
    this.noteState();
    this.noteBuffered();
    byId("live-binary-type").textContent = this.socket.binaryType;
    showFact("protocol", this.socket.protocol);
    showFact("extensions", this.socket.extensions);
    showFact("url", this.socket.url);
  },

  noteState() {
    const state = this.socket.readyState;
    if (state === this.lastState) return;
    this.lastState = state;
    byId("ready-state").dataset.value = String(state);
    byId("ready-state-word").textContent = `${state} ${STATES[state]}`;
    for (const step of byId("ready-state").children) {
      if (step.dataset.step === String(state)) step.setAttribute("aria-current", "step");
      else step.removeAttribute("aria-current");
    }
    const entry = element("li", "", `${state} ${STATES[state]}`);
    entry.dataset.value = String(state);
    byId("states").append(entry);
  },

  noteBuffered() {
    const { bufferedAmount, readyState } = this.socket;
    this.peak = Math.max(this.peak, bufferedAmount);
    showAmount("buffered", bufferedAmount);
    showAmount("buffered-peak", this.peak);
    byId("meter").style.setProperty("--full", this.peak ? bufferedAmount / this.peak : 0);
    // After the close the amount never shrinks again, so there is nothing to wait for.
    if (bufferedAmount && readyState !== WebSocket.CLOSED) this.sampleSoon();
  },

  sampleSoon() {
    this.sampling ||= requestAnimationFrame(() => {
      this.sampling = 0;
      this.noteState();
      this.noteBuffered();
    });
  },
};

function construct(address, protocols) {
  return protocols.length ? new WebSocket(address, protocols) : new WebSocket(address);
}

function since(start) {
  const elapsed = performance.now() - start;
  return elapsed < 1_000 ? `${elapsed.toFixed(1)} ms` : `${(elapsed / 1_000).toFixed(3)} s`;
}

function agreed(socket) {
  const protocol = socket.protocol ? `protocol “${socket.protocol}”` : "no subprotocol";
  return `${protocol}, ${socket.extensions || "no extensions"}`;
}

function closeBody({ code, reason, wasClean }) {
  const meaning = CLOSE_CODES[code];
  const body = bodyOf("", `code ${code}, reason ${JSON.stringify(reason)}, wasClean ${wasClean}`);
  if (meaning) body.append(" ", element("span", "event-facts", `(${meaning})`));
  return body;
}

function showFact(id, text) {
  byId(id).textContent = text || '""';
  byId(id).title = text;
}

function showAmount(id, number) {
  byId(id).textContent = amount(number);
  byId(id).dataset.value = String(number);
}

// ---------------------------------------------------------------------------------------------
// What the fields say.

function chosenProtocols() {
  return byId("protocols").value.split(",").map((one) => one.trim()).filter(Boolean);
}

/** Code and reason as close() takes them: an empty field is an argument not given. */
function closeArguments() {
  const code = byId("close-code").value.trim();
  const reason = byId("close-reason").value;
  return [code ? Number(code) : undefined, reason || undefined];
}

/** The bytes of the hex field, or null after saying what is wrong with it. */
function chosenBytes() {
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

function sendFile() {
  const [file] = byId("file").files;
  byId("file-complaint").textContent = file ? "" : "Choose a file first.";
  if (file) lab.send(file);
}

function sendMany() {
  const texts = Array.from({ length: 1_000 }, (_, at) => `message ${at + 1} of 1,000`);
  lab.sendAll(texts, "1,000 strings in one go");
}

function sendMuch() {
  const part = new ArrayBuffer(65_536);
  lab.sendAll(Array.from({ length: 128 }, () => part), "128 ArrayBuffers of 64 KiB, 8 MiB together");
}

// ---------------------------------------------------------------------------------------------
// The same in JavaScript.

function sourceText() {
  const protocols = chosenProtocols();
  const quote = JSON.stringify;
  const also = protocols.length ? `, [${protocols.map(quote).join(", ")}]` : "";
  return [
    `const socket = new WebSocket(${quote(byId("address").value.trim())}${also});`,
    `socket.binaryType = ${quote(byId("binary-type").value)};`,
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
    `socket.close(${closeSource()});`,
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
  if (toHex(bytes) !== toHex(new Uint8Array(piAnd127()))) {
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

function closeSource() {
  const [code, reason] = closeArguments();
  if (reason !== undefined) return `${code}, ${JSON.stringify(reason)}`;
  return code === undefined ? "" : String(code);
}

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

function showSource() {
  byId("source").replaceChildren(...coloured(sourceText()));
  byId("copied").textContent = "";
}

/** The clipboard is for secure pages only; elsewhere the text is selected, one keystroke from copied. */
async function copySource() {
  try {
    await navigator.clipboard.writeText(sourceText());
    byId("copied").textContent = "Copied";
  } catch {
    getSelection().selectAllChildren(byId("source"));
    byId("copied").textContent = "Selected: copy it with your keyboard";
  }
}

// ---------------------------------------------------------------------------------------------
// The controls.

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

function wireConnection() {
  onSubmit("connection", () => lab.connect());
  onSubmit("closing", () => lab.close());
  byId("binary-type").addEventListener("change", () => lab.useBinaryType());
}

function wireSenders() {
  onSubmit("text-sender", () => lab.send(byId("text").value));
  onSubmit("bytes-sender", () => {
    const bytes = chosenBytes();
    if (bytes) lab.send(bytes.buffer);
  });
  onSubmit("file-sender", sendFile);
  byId("text").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) byId("text-sender").requestSubmit();
  });
  byId("preset").addEventListener("click", () => {
    byId("hex").value = toHex(new Uint8Array(piAnd127()));
    chosenBytes();
    showSource();
  });
  byId("send-many").addEventListener("click", sendMany);
  byId("send-much").addEventListener("click", sendMuch);
}

function wireFindings() {
  byId("clear").addEventListener("click", () => journal.clear());
  byId("newest").addEventListener("click", () => journal.toEnd());
  byId("events-scroller").addEventListener("scroll", () => journal.noticePlace(), { passive: true });
  byId("copy").addEventListener("click", copySource);
  for (const id of ["address", "protocols", "binary-type", "close-code", "close-reason", "text", "hex"]) {
    byId(id).addEventListener("input", showSource);
  }
}

offerAddresses();
wireConnection();
wireSenders();
wireFindings();
showSource();
