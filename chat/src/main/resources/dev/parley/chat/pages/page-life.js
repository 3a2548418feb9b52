import { conversations } from "./shell.js";

/** A page put aside must not hold a place in the room; one taken out again comes back by itself. */
export function wirePageLife() {
  let interrupted = [];
  addEventListener("pagehide", () => {
    interrupted = conversations.filter((each) => each.state !== "closed");
    for (const each of interrupted) each.connection.stop();
  });
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) for (const each of interrupted) each.connection.start();
  });
  addEventListener("online", () => {
    for (const each of conversations) each.connection.retryNow();
  });
}
