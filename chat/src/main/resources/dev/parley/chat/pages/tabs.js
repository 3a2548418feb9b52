import { conversations, shell } from "./shell.js";

export function wireTabs() {
  const [first, last] = conversations;
  for (const each of conversations) {
    const other = each === first ? last : first;
    const targets = { ArrowLeft: other, ArrowRight: other, Home: first, End: last };
    each.tab.addEventListener("click", () => shell.show(each));
    each.tab.addEventListener("keydown", (event) => {
      if (!Object.hasOwn(targets, event.key)) return;
      const target = targets[event.key];
      event.preventDefault();
      shell.show(target);
      target.tab.focus();
    });
  }
}
