import { Composer } from "./composer.js";
import { systemEntry } from "./entry.js";
import { Transcript } from "./transcript.js";

/** A way to talk: its tab, its panel, its connection. */
export class Conversation {
  constructor({ tab, panel, path, person, shell }) {
    this.tab = tab;
    this.panel = panel;
    this.person = person;
    this.shell = shell;
    this.seconds = 0;
    this.transcript = new Transcript(panel);
    this.composer = new Composer(panel.querySelector("form"), (text) => this.say(text));
    this.lost = panel.querySelector('[data-role="lost"]');
    this.connection = this.connect(path);
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
