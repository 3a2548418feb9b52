import { byId } from "./element.js";

// On a phone the side lies folded under a button.

export function openSide(open) {
  byId("side").classList.toggle("open", open);
  byId("side-toggle").setAttribute("aria-expanded", String(open));
}

const sideIsOpen = () => byId("side").classList.contains("open");

export function wireSide() {
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
