// Parley chat: two ways to talk over a WebSocket. The room speaks small JSON packets and knows who
// is here; the plain way passes lines of text on as they are.

const MAX_TEXT = 2_000;
const COUNT_FROM = 1_800;
const MAX_ENTRIES = 500;
const LONGEST_WAIT = 30_000;
const FIRST_WAIT = 1_000;
const STEADY_AFTER = 10_000;
const TONES = 6;
const REMEMBERED_NAME = "parley.chat.name";

const byId = (id) => document.getElementById(id);

// ---------------------------------------------------------------------------------------------
// Small builders. Everything that came over the wire enters the page as text, never as markup.

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function clock(date) {
  const known = Number.isFinite(date) ? new Date(date) : new Date();
  const when = Number.isNaN(known.getTime()) ? new Date() : known;
  const time = element("time", "", when.toLocaleTimeString([], { timeStyle: "short" }));
  time.dateTime = when.toISOString();
  return time;
}

function toneOf(name) {
  let hash = 2_166_136_261;
  for (const character of name) hash = Math.imul(hash ^ character.codePointAt(0), 16_777_619) >>> 0;
  return `tone-${(hash >>> 16) % TONES}`;
}

function avatar(name) {
  const [initial = "?"] = name;
  const made = element("span", `avatar ${toneOf(name)}`, initial.toUpperCase());
  made.setAttribute("aria-hidden", "true");
  return made;
}

/** A packet promises text but may hold anything; what is not text becomes none. */
function asText(value) {
  return typeof value === "string" ? value : "";
}

// ---------------------------------------------------------------------------------------------
// A connection that comes back.

/**
 * One WebSocket at a time, replaced when it is lost. The wait before each try is drawn at random
 * between nothing and a bound that doubles ("full jitter"), so that the pages of a restarted
 * server do not all return in the same instant.
 *
 * The owner hears `greeted` (a socket opened), `received` (a text came) and `changed` (a state, and
 * the whole seconds left to wait), and calls `ready` once it has said what it must say first.
 */
class SteadyConnection {
  #path;
  #protocols;
  #owner;
  #socket = null;
  #tries = 0;
  #openedAt = 0;
  #ticking = 0;
  #retryAt = 0;

  state = "closed";

  constructor(path, protocols, owner) {
    this.#path = path;
    this.#protocols = protocols;
    this.#owner = owner;
  }

  start() {
    if (this.state !== "closed") return;
    this.#tries = 0;
    this.#connect();
  }

  stop() {
    const socket = this.#forgetSocket();
    clearTimeout(this.#ticking);
    socket?.close(1000);
    this.#become("closed");
  }

  retryNow() {
    if (this.state !== "waiting") return;
    clearTimeout(this.#ticking);
    this.#connect();
  }

  ready() {
    this.#become("open");
  }

  send(text) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(text);
    return true;
  }

  #connect() {
    this.#become("connecting");
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(`${scheme}//${location.host}${this.#path}`, this.#protocols);
    const ifCurrent = (act) => (event) => {
      if (socket === this.#socket) act(event);
    };
    this.#socket = socket;
    socket.addEventListener("open", ifCurrent(() => {
      this.#openedAt = Date.now();
      this.#owner.greeted();
    }));
    socket.addEventListener("message", ifCurrent(({ data }) => {
      if (typeof data === "string") this.#owner.received(data);
    }));
    socket.addEventListener("close", ifCurrent(() => this.#lost()));
  }

  #lost() {
    this.#forgetSocket();
    // A server that accepts and drops at once must not be asked again without growing waits.
    const wasSteady = this.#openedAt && Date.now() - this.#openedAt > STEADY_AFTER;
    this.#openedAt = 0;
    this.#tries = wasSteady ? 1 : this.#tries + 1;
    const bound = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.#tries);
    this.#retryAt = Date.now() + Math.random() * bound;
    this.#tick();
  }

  #tick() {
    const left = this.#retryAt - Date.now();
    if (left <= 0) {
      this.#connect();
      return;
    }
    const seconds = Math.ceil(left / 1_000);
    this.#become("waiting", seconds);
    this.#ticking = setTimeout(() => this.#tick(), left - (seconds - 1) * 1_000);
  }

  #forgetSocket() {
    const socket = this.#socket;
    this.#socket = null;
    return socket;
  }

  #become(state, seconds = 0) {
    this.state = state;
    this.#owner.changed(state, seconds);
  }
}

// ---------------------------------------------------------------------------------------------
// The log of a conversation.

/**
 * Adds entries, drops the oldest, and stays at the end only for a reader who is at the end. Entries
 * wait for the next frame and enter together: a busy room then costs one layout, not one each.
 */
class Transcript {
  #list;
  #scroller;
  #newest;
  #waiting = [];
  #scheduled = false;
  #following = true;

  constructor(panel) {
    this.#list = panel.querySelector(".entries");
    this.#scroller = panel.querySelector(".scroller");
    this.#newest = panel.querySelector('[data-role="newest"]');
    this.#scroller.addEventListener("scroll", () => this.#noticePlace(), { passive: true });
    this.#newest.addEventListener("click", () => {
      this.toEnd();
      this.#scroller.focus({ preventScroll: true });
    });
    new ResizeObserver(() => this.#following && this.toEnd()).observe(this.#scroller);
  }

  get last() {
    return this.#waiting.at(-1) ?? this.#list.lastElementChild;
  }

  add(kind, entry) {
    entry.classList.add("entry");
    entry.dataset.kind = kind;
    this.#waiting.push(entry);
    if (this.#waiting.length > MAX_ENTRIES) this.#waiting.shift();
    this.#showSoon();
  }

  /** Shows all there is and goes to the end, wherever the reader was. */
  toEnd() {
    this.#following = true;
    this.#show();
    this.#goToEnd();
  }

  #showSoon() {
    if (this.#scheduled) return;
    this.#scheduled = true;
    requestAnimationFrame(() => this.#show());
    // A page in the background gets no frames, yet should be up to date when looked at.
    setTimeout(() => this.#show(), 250);
  }

  #show() {
    this.#scheduled = false;
    if (this.#waiting.length === 0) return;
    const entries = this.#waiting.splice(0);
    this.#list.append(...entries);
    this.#dropOldest();
    if (this.#following) this.#goToEnd();
    else if (entries.some((entry) => entry.dataset.kind === "message")) this.#newest.hidden = false;
  }

  #dropOldest() {
    while (this.#list.childElementCount > MAX_ENTRIES) this.#list.firstElementChild.remove();
    // The first one may have leaned on a dropped one for its name and time.
    this.#list.firstElementChild.classList.remove("continued");
  }

  #goToEnd() {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#newest.hidden = true;
  }

  #noticePlace() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    this.#following = scrollHeight - scrollTop - clientHeight < 48;
    if (this.#following) this.#newest.hidden = true;
  }
}

/** A line about the conversation; names in it are isolated so that they cannot bend the sentence. */
function systemEntry(parts, className = "") {
  const entry = element("li", className);
  for (const part of parts) {
    entry.append(typeof part === "string" ? part : element("bdi", "", part.name));
  }
  return entry;
}

function messageEntry(name, text, date) {
  const entry = element("li");
  const head = element("div", "head");
  const body = element("p", "text", text);
  body.dir = "auto";
  head.append(element("bdi", "name", name), clock(date));
  entry.append(avatar(name), head, body);
  return entry;
}

/** A plain line as it came; a leading "name: " is only made bold. */
function lineEntry(line) {
  const entry = element("li");
  const text = element("p", "text");
  const name = /^[^:\n]{1,40}(?=: )/.exec(line)?.[0] ?? "";
  text.dir = "auto";
  if (name) text.append(element("bdi", "name", name));
  text.append(line.slice(name.length));
  entry.append(clock(), text);
  return entry;
}

// ---------------------------------------------------------------------------------------------
// The field one writes in.

/** Enter sends, Shift+Enter breaks the line, and nothing written is lost while there is no connection. */
class Composer {
  #form;
  #field;
  #counter;
  #note;
  #send;

  constructor(form, send) {
    this.#form = form;
    this.#send = send;
    this.#field = form.querySelector("textarea");
    this.#counter = form.querySelector('[data-role="counter"]');
    this.#note = form.querySelector('[data-role="note"]');
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#field.addEventListener("keydown", (event) => {
      // During composition Enter picks a word; it does not send.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#form.requestSubmit();
    });
    this.#field.addEventListener("input", () => {
      const full = this.#field.value.length >= MAX_TEXT;
      this.say(full ? `A message holds ${MAX_TEXT.toLocaleString("en")} characters.` : "", full);
      this.#refresh();
    });
  }

  focus() {
    this.#field.focus({ preventScroll: true });
  }

  say(text, warning = false) {
    this.#note.textContent = text;
    this.#note.classList.toggle("warning", warning);
  }

  #submit() {
    const text = this.#field.value.trim().slice(0, MAX_TEXT);
    if (text && this.#send(text)) {
      this.#field.value = "";
      this.say("");
    } else if (text) {
      this.say("Not sent: there is no connection. Your text stays here.", true);
    }
    this.#refresh();
    this.focus();
  }

  #refresh() {
    const length = this.#field.value.length;
    this.#counter.textContent = length >= COUNT_FROM ? `${length} / ${MAX_TEXT}` : "";
    this.#counter.classList.toggle("full", length >= MAX_TEXT);
    this.#fitHeight();
  }

  #fitHeight() {
    if (CSS.supports("field-sizing", "content")) return;
    this.#field.style.height = "auto";
    const borders = this.#field.offsetHeight - this.#field.clientHeight;
    this.#field.style.height = `${this.#field.scrollHeight + borders}px`;
  }
}

// ---------------------------------------------------------------------------------------------
// A way to talk: its tab, its panel, its connection.

class Conversation {
  constructor({ tab, panel, path, protocols, person, shell }) {
    this.tab = tab;
    this.panel = panel;
    this.person = person;
    this.shell = shell;
    this.seconds = 0;
    this.transcript = new Transcript(panel);
    this.composer = new Composer(panel.querySelector("form"), (text) => this.say(text));
    this.lost = panel.querySelector('[data-role="lost"]');
    this.connection = new SteadyConnection(path, protocols, this);
    this.lost.querySelector("button").addEventListener("click", () => {
      this.connection.retryNow();
      this.composer.focus();
    });
  }

  get state() {
    return this.connection.state;
  }

  show(shown) {
    this.panel.classList.toggle("shown", shown);
    this.tab.setAttribute("aria-selected", String(shown));
    this.tab.tabIndex = shown ? 0 : -1;
    if (shown) delete this.tab.dataset.unread;
  }

  changed(state, seconds) {
    this.seconds = seconds;
    this.lost.hidden = state !== "waiting";
    if (state === "open") this.composer.say("");
    this.shell.stateChanged(this);
  }

  addMessage(entry, mine) {
    entry.classList.toggle("mine", mine);
    this.transcript.add("message", entry);
    if (mine) this.transcript.toEnd();
    else if (!this.panel.classList.contains("shown")) this.tab.dataset.unread = "";
  }

  addSystem(parts, className) {
    this.transcript.add("system", systemEntry(parts, className));
  }
}

/** The JSON room: packets with a type, names the server keeps unique, a list of who is here. */
class Room extends Conversation {
  #id = null;
  #names = new Map();
  #present = null;
  #arrivals = new Set();
  #farewells = new Set();
  #named = false;
  #asked = "";

  #answers = {
    id: (packet) => this.#signIn(packet),
    username: (packet) => this.#someoneIsNamed(packet),
    rejectusername: (packet) => this.#nameWasTaken(packet),
    message: (packet) => this.#someoneSaid(packet),
    userlist: (packet) => this.#peopleAre(packet),
    error: (packet) => this.#serverObjects(packet),
  };

  greeted() {
    this.#id = null;
    this.#named = false;
    this.#present = null;
    this.#names.clear();
    this.#arrivals.clear();
    this.#farewells.clear();
  }

  received(text) {
    const packet = parsePacket(text);
    const type = asText(packet?.type);
    // Types this page does not know are for newer pages: they pass without a word.
    if (Object.hasOwn(this.#answers, type)) this.#answers[type](packet);
  }

  say(text) {
    return this.state === "open" && this.#tell({ type: "message", text });
  }

  /** Asks for a name; without a connection, the next sign-in asks for it. */
  rename(name) {
    if (this.state === "open") this.#ask(name);
    else this.person.name = name;
  }

  #ask(name) {
    this.#asked = name;
    this.#tell({ type: "username", name });
  }

  #tell(packet) {
    return this.connection.send(JSON.stringify({ ...packet, id: this.#id, date: Date.now() }));
  }

  #signIn({ id }) {
    this.#id = asText(id);
    this.#ask(this.person.name);
    this.connection.ready();
  }

  #someoneIsNamed({ id, name: given }) {
    const name = asText(given);
    const before = this.#names.get(id);
    this.#names.set(id, name);
    if (id === this.#id) this.#iAmNamed(name, before);
    else if (before === undefined) this.#expect(name);
    else if (before !== name) this.#renamed(before, name);
  }

  #iAmNamed(name, before) {
    this.#named = true;
    this.person.name = name;
    this.shell.personChanged();
    if (before === undefined) this.addSystem(["You are in, as ", { name }, "."]);
    else if (before !== name) this.#renamed(before, name, "You are");
  }

  #renamed(before, name, subject) {
    // The old name is about to vanish from the list, and that is no farewell.
    if (this.#present?.has(before)) this.#farewells.add(before);
    if (subject) this.addSystem([subject, " now called ", { name }, "."]);
    else this.addSystem([{ name: before }, " is now called ", { name }, "."]);
  }

  /**
   * A name under an id not heard of before is someone who came, or someone who was here before us
   * and changed their name. The next list tells which, so the line waits for it.
   */
  #expect(name) {
    if (this.#present && !this.#present.has(name)) this.#arrivals.add(name);
    else this.addSystem([{ name }, " came in."]);
  }

  #nameWasTaken({ name: given }) {
    const name = asText(given);
    this.person.name = name;
    this.shell.personChanged();
    this.addSystem([{ name: this.#asked }, " is taken, so you are ", { name }, " here."], "notice");
  }

  #someoneSaid({ id, name: given, text, date }) {
    const name = asText(given);
    const mine = id === this.#id;
    const entry = messageEntry(name, asText(text), date);
    if (typeof id === "string" && !mine) this.#names.set(id, name);
    entry.dataset.from = asText(id);
    entry.classList.toggle("continued", continues(this.transcript.last, entry));
    this.addMessage(entry, mine);
  }

  #peopleAre({ users }) {
    if (!Array.isArray(users)) return;
    const now = new Set(users.map(asText));
    if (this.#present) this.#tellWhoMoved(this.#present, now);
    this.#present = now;
    this.showPeople();
  }

  #tellWhoMoved(before, now) {
    const gone = [...before].filter((name) => !now.has(name) && !this.#farewells.has(name));
    const come = [...this.#arrivals];
    this.#arrivals.clear();
    for (const name of this.#farewells) if (!now.has(name)) this.#farewells.delete(name);
    if (gone.length === 1 && come.length === 1 && !before.has(come[0]) && now.has(come[0])) {
      this.#renamed(gone[0], come[0]);
      this.#farewells.delete(gone[0]);
      return;
    }
    for (const name of come) this.addSystem([{ name }, " came in."]);
    for (const name of gone) if (name !== this.person.name) this.addSystem([{ name }, " left."]);
  }

  #serverObjects({ text }) {
    this.transcript.add("error", element("li", "", asText(text)));
    // No name was accepted yet, so the objection is to the name.
    if (!this.#named) this.shell.askNewName(asText(text));
  }

  showPeople() {
    this.shell.peopleChanged(this.#present ? [...this.#present] : null);
  }

  changed(state, seconds) {
    if (state !== "open") this.#present = null;
    super.changed(state, seconds);
    this.showPeople();
  }
}

function parsePacket(text) {
  try {
    const packet = JSON.parse(text);
    return typeof packet === "object" && packet !== null ? packet : null;
  } catch {
    return null;
  }
}

/** Whether an entry goes on from the one above: same sender, same name, same minute on the clock. */
function continues(above, entry) {
  const who = (one) => one.querySelector(".head")?.textContent;
  return above?.dataset.kind === "message" && above.dataset.from === entry.dataset.from && who(above) === who(entry);
}

/** The plain way: lines of text, passed on to everyone as they came. */
class Plain extends Conversation {
  greeted() {
    this.connection.ready();
  }

  received(line) {
    this.addMessage(lineEntry(line), line.startsWith(`${this.person.name}: `));
  }

  say(text) {
    return this.state === "open" && this.connection.send(`${this.person.name}: ${text}`);
  }
}

// ---------------------------------------------------------------------------------------------
// The page around the conversations.

const memory = {
  get name() {
    try {
      return localStorage.getItem(REMEMBERED_NAME) ?? "";
    } catch {
      return "";
    }
  },
  set name(name) {
    try {
      localStorage.setItem(REMEMBERED_NAME, name);
    } catch {
      // Storage can be full or forbidden; the name is then asked for again next time.
    }
  },
};

function tidyName(raw) {
  return raw.replace(/\s+/g, " ").trim();
}

/** The name in the field, or an empty one after saying what is missing. */
function readName(field, complaint) {
  const name = tidyName(field.value);
  complaint.textContent = name ? "" : "Write a name first.";
  field.setAttribute("aria-invalid", String(!name));
  if (!name) field.focus();
  return name;
}

const person = { name: "" };

const shell = {
  signedIn: false,
  current: null,
  people: null,

  stateChanged(conversation) {
    if (conversation !== this.current) return;
    const { state, seconds } = conversation;
    const words = {
      connecting: "Connecting…",
      open: "Online",
      waiting: `Reconnecting in ${seconds} s`,
      closed: "Offline",
    };
    const shown = byId("state");
    if (this.signedIn && shown.dataset.state !== state) this.announceState(state);
    shown.dataset.state = state;
    shown.textContent = words[state];
  },

  /** The countdown is for the eyes only; a voice says what changed, once. */
  announceState(state) {
    const spoken = { open: "You are online.", waiting: "Connection lost. Trying again." }[state];
    if (spoken) this.announce(spoken);
  },

  announce(text) {
    byId("spoken").textContent = text;
  },

  personChanged() {
    byId("own-name").textContent = person.name;
    byId("own-name").title = person.name;
    this.peopleChanged(this.people);
  },

  /** Without a connection nobody knows who is here, and then the page does not claim to. */
  peopleChanged(people) {
    this.people = people;
    byId("user-count").textContent = people ? String(people.length) : "–";
    byId("users").replaceChildren(...(people ?? []).map(userItem));
    this.labelSideToggle();
  },

  labelSideToggle() {
    const roomLabel = this.people ? `${this.people.length} here` : "People";
    byId("side-toggle-label").textContent = this.current === room ? roomLabel : "You";
  },

  show(conversation) {
    this.current = conversation;
    for (const each of [room, plain]) each.show(each === conversation);
    byId("people").hidden = conversation !== room;
    byId("about-plain").hidden = conversation !== plain;
    byId("welcome-lead").textContent = conversation === room
      ? "Pick a name and join the room. Everyone sees who is here."
      : "Pick a name to put before your lines. They go to everyone as plain text.";
    this.labelSideToggle();
    if (this.signedIn) conversation.connection.start();
    this.stateChanged(conversation);
  },

  enter(name) {
    memory.name = name;
    person.name = name;
    this.signedIn = true;
    this.showTalk();
    this.personChanged();
    this.show(this.current);
    this.current.composer.focus();
  },

  leave() {
    this.signedIn = false;
    openSide(false);
    for (const each of [room, plain]) each.connection.stop();
    this.showTalk();
    byId("name").value = memory.name;
    byId("name").focus();
  },

  showTalk() {
    byId("welcome").hidden = this.signedIn;
    byId("talk").hidden = !this.signedIn;
    byId("side-toggle").hidden = !this.signedIn;
  },

  rename(name) {
    memory.name = name;
    if (name === person.name && room.state === "open") return;
    room.rename(name);
    // Where no room is there to agree, the name is one's own to choose.
    if (room.state === "closed") person.name = name;
    this.personChanged();
  },

  askNewName(complaint = "") {
    const dialog = byId("rename");
    byId("new-name").value = person.name;
    byId("new-name-complaint").textContent = complaint;
    byId("new-name").setAttribute("aria-invalid", String(Boolean(complaint)));
    if (!dialog.open) dialog.showModal();
    byId("new-name").select();
  },
};

function userItem(name) {
  const own = name === person.name;
  const item = element("li", own ? "user own" : "user");
  const shown = element("bdi", "", name);
  shown.title = name;
  item.dataset.name = name;
  item.append(avatar(name), shown);
  if (own) item.append(element("span", "user-mark", "you"));
  return item;
}

function openSide(open) {
  byId("side").classList.toggle("open", open);
  byId("side-toggle").setAttribute("aria-expanded", String(open));
}

const sideIsOpen = () => byId("side").classList.contains("open");

const room = new Room({
  tab: byId("room-tab"), panel: byId("room"), path: "/chat", protocols: ["json"], person, shell,
});
const plain = new Plain({
  tab: byId("plain-tab"), panel: byId("plain"), path: "/broadcast", protocols: [], person, shell,
});

function wireTabs() {
  for (const each of [room, plain]) {
    each.tab.addEventListener("click", () => shell.show(each));
    each.tab.addEventListener("keydown", (event) => {
      if (!["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) return;
      event.preventDefault();
      const forward = { Home: room, End: plain }[event.key] ?? (each === room ? plain : room);
      shell.show(forward);
      forward.tab.focus();
    });
  }
}

function wireNames() {
  byId("name").value = memory.name;
  byId("sign-in").addEventListener("submit", (event) => {
    event.preventDefault();
    const name = readName(byId("name"), byId("name-complaint"));
    if (name) shell.enter(name);
  });
  byId("rename-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const name = readName(byId("new-name"), byId("new-name-complaint"));
    if (!name) return;
    byId("rename").close();
    openSide(false);
    shell.rename(name);
  });
  byId("rename-open").addEventListener("click", () => shell.askNewName());
  byId("rename-cancel").addEventListener("click", () => byId("rename").close());
  byId("leave").addEventListener("click", () => shell.leave());
}

function wireSide() {
  byId("side-toggle").addEventListener("click", () => openSide(!sideIsOpen()));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !sideIsOpen() || byId("rename").open) return;
    openSide(false);
    byId("side-toggle").focus();
  });
  document.addEventListener("pointerdown", ({ target }) => {
    if (!target.closest?.("#side, #side-toggle, #rename")) openSide(false);
  });
}

/** A page put aside must not hold a place in the room; one taken out again comes back by itself. */
function wirePageLife() {
  let interrupted = [];
  addEventListener("pagehide", () => {
    interrupted = [room, plain].filter((each) => each.state !== "closed");
    for (const each of interrupted) each.connection.stop();
  });
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) for (const each of interrupted) each.connection.start();
  });
  addEventListener("online", () => {
    for (const each of [room, plain]) each.connection.retryNow();
  });
}

wireTabs();
wireNames();
wireSide();
wirePageLife();
shell.show(room);
if (matchMedia("(pointer: fine)").matches) byId("name").focus();
