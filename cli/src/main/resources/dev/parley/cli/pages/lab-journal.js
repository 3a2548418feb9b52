import { byId } from "/element.js";
import { LiveList } from "/live-list.js";
import { amount } from "./lab-units.js";

let total = 0;

const list = new LiveList({
  list: byId("events"),
  scroller: byId("events-scroller"),
  newest: byId("newest"),
  changed: ({ childElementCount }) => count(childElementCount),
});

/** Everything that happened, newest last. */
export const journal = {
  add(line) {
    total += 1;
    list.add(line);
  },

  clear() {
    total = 0;
    list.clear();
    count(0);
  },
};

function count(shown) {
  byId("events-count").textContent = shown < total ? `last ${amount(shown)} of ${amount(total)}` : "";
}
