import { LiveList } from "./live-list.js";

/** The log of a conversation, in which only messages are news. */
export class Transcript extends LiveList {
  constructor(panel) {
    super({
      list: panel.querySelector(".entries"),
      scroller: panel.querySelector(".scroller"),
      newest: panel.querySelector('[data-role="newest"]'),
      isNews: (entry) => entry.dataset.kind === "message",
      // The first one may have leaned on a dropped one for its name and time.
      changed: (list) => list.firstElementChild.classList.remove("continued"),
    });
  }

  add(kind, entry) {
    entry.classList.add("entry");
    entry.dataset.kind = kind;
    super.add(entry);
  }
}
