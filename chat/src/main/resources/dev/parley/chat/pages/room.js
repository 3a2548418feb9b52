import { Conversation } from "./conversation.js";
import { element } from "./element.js";
import { continues, messageEntry } from "./entry.js";
import { asText, parsePacket } from "./packet.js";
import { Presence } from "./presence.js";

/** The JSON room: packets with a type, names the server keeps unique, a list of who is here. */
export class Room extends Conversation {
  #id = null;
  #names = new Map();
  #presence = new Presence();
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
    this.#names.clear();
    this.#presence = new Presence();
  }

  received(text) {
    const packet = parsePacket(text);
    const type = asText(packet?.type);
    // Types this page does not know are for newer pages: they pass without a word.
    if (Object.hasOwn(this.#answers, type)) this.#answers[type](packet);
  }

  changed(state, seconds) {
    if (state !== "open") this.#presence.forget();
    super.changed(state, seconds);
    this.#showPeople();
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
    else if (before === undefined) this.#tellWhoCame(this.#presence.named(name));
    else if (before !== name) this.#renamed(before, name);
  }

  #iAmNamed(name, before) {
    this.#named = true;
    this.person.name = name;
    this.shell.personChanged();
    if (before === undefined) this.addSystem(["You are in, as ", { name }, "."]);
    else if (before !== name) this.#renamed(before, name, ["You are"]);
  }

  #renamed(before, name, subject = [{ name: before }, " is"]) {
    this.#presence.renamed(before);
    this.addSystem([...subject, " now called ", { name }, "."]);
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
    const { come, gone, renamed } = this.#presence.listed(users.map(asText));
    if (renamed) this.#renamed(renamed.before, renamed.name);
    this.#tellWhoCame(come);
    for (const name of gone) if (name !== this.person.name) this.addSystem([{ name }, " left."]);
    this.#showPeople();
  }

  #tellWhoCame(names) {
    for (const name of names) this.addSystem([{ name }, " came in."]);
  }

  #serverObjects({ text }) {
    this.transcript.add("error", element("li", "", asText(text)));
    // No name was accepted yet, so the objection is to the name.
    if (!this.#named) this.shell.askNewName(asText(text));
  }

  #showPeople() {
    this.shell.peopleChanged(this.#presence.people);
  }
}
