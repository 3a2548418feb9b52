import { SteadyConnection } from "./connection.js";
import { Conversation } from "./conversation.js";
import { lineEntry } from "./entry.js";

/** The plain way: lines of text, passed on to everyone as they came. */
export class Plain extends Conversation {
  connect(path) {
    return new SteadyConnection(path, [], this);
  }

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
