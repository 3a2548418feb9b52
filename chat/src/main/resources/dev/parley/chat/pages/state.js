import { byId } from "./element.js";

const WORDS = {
  connecting: () => "Connecting…",
  open: () => "Online",
  waiting: (seconds) => `Reconnecting in ${seconds} s`,
  closed: () => "Offline",
};

/** The countdown is for the eyes only; a voice says what changed, once. */
const SPOKEN = { open: "You are online.", waiting: "Connection lost. Trying again." };

export function showState({ state, seconds }, aloud) {
  const shown = byId("state");
  if (aloud && shown.dataset.state !== state && SPOKEN[state]) byId("spoken").textContent = SPOKEN[state];
  shown.dataset.state = state;
  shown.textContent = WORDS[state](seconds);
}
