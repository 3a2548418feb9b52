import { Conversation } from "./conversation.js";
import { continues, messageEntry } from "./entry.js";
import { Members, nameOf } from "./members.js";
import { asText } from "./packet.js";
import { TopicConnection } from "./topic-connection.js";

const TOPIC = "chat";
const HISTORY = 100;

/** The room: a topic, with what was said before we came, who is here, and an outbox for what is said without a connection. */
export class Room extends Conversation {
  #members = new Members();
  #present = false;
  #place = null;
  #entered = false;

  connect(path) {
    return new TopicConnection(path, this);
  }

  /** What we are to be called; the connection asks. */
  get user() {
    return this.person.name;
  }

  begun(topics) {
    topics.subscribe(TOPIC, (message) => this.#said(message), {
      from: this.#place,
      history: HISTORY,
      presence: true,
      onSubscribed: (subscription) => this.#subscribed(topics, subscription),
      onLost: (reason) => this.#lost(reason),
      onPresence: ({ came, left }) => this.#changed(came, left),
      onRefused: (error) => this.addSystem([error.message], "notice"),
    });
  }

  changed(state, seconds) {
    if (state !== "open") this.#present = false;
    super.changed(state, seconds);
    this.#showPeople();
  }

  say(text) {
    const topics = this.connection.topics;
    if (!topics) return false;
    const saying = topics.publish(TOPIC, { text });
    saying.catch((error) => this.addSystem([`Not sent: ${error.message} “${text}”`], "notice"));
    return this.state === "open" || "later";
  }

  /** Comes again under another name, where it was. */
  rename(name) {
    this.person.name = name;
    this.#entered = false;
    if (this.state === "closed") return;
    this.connection.stop();
    this.connection.start();
  }

  left() {
    this.#place = null;
    this.#entered = false;
    this.transcript.clear();
  }

  async #subscribed(topics, subscription) {
    this.#place = subscription.place;
    const { client } = topics.welcome;
    try {
      // By the time that the log has answered, what it was asked for before is here: we come in after what was said.
      const [{ members }] = await Promise.all([topics.presence(TOPIC), topics.history(TOPIC, { limit: 1 })]);
      if (topics !== this.connection.topics) return;
      this.#members = new Members(members);
      if (!this.#entered && this.#isTaken(client)) return;
      this.#present = true;
      if (!this.#entered) this.addSystem(["You are in, as ", { name: this.person.name }, "."]);
      this.#entered = true;
      this.#showPeople();
    } catch {
      // the connection is over, and another one will ask again
    }
  }

  /** A name is for one person in the room; whoever comes later gets the next number. */
  #isTaken(client) {
    const names = this.#members.namesBut(client);
    const asked = this.person.name;
    if (!names.has(asked)) return false;
    let number = 2;
    while (names.has(`${asked}${number}`)) number++;
    const name = `${asked}${number}`;
    this.addSystem([{ name: asked }, " is taken, so you are ", { name }, " here."], "notice");
    this.rename(name);
    this.shell.personChanged();
    return true;
  }

  #said({ from, data, time, epoch, offset }) {
    this.#place = { epoch, offset };
    const name = nameOf(from);
    const mine = name === this.person.name;
    const entry = messageEntry(name, asText(data?.text), time);
    entry.dataset.from = from;
    entry.classList.toggle("continued", continues(this.transcript.last, entry));
    this.addMessage(entry, mine);
  }

  #lost(reason) {
    const why = reason === "epoch_changed" ? "The room began anew" : "You were away for long";
    this.addSystem([`${why}: some of what was said is not here.`], "notice");
  }

  #changed(came, left) {
    const { come, gone } = this.#members.changed(came, left);
    if (!this.#present) return;
    for (const name of come) if (name !== this.person.name) this.addSystem([{ name }, " came in."]);
    for (const name of gone) if (name !== this.person.name) this.addSystem([{ name }, " left."]);
    this.#showPeople();
  }

  #showPeople() {
    this.shell.peopleChanged(this.#present ? this.#members.names : null);
  }
}
