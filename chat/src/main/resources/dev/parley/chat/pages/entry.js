import { avatar } from "./avatar.js";
import { element } from "./element.js";

/** A line about the conversation; names in it are isolated so that they cannot bend the sentence. */
export function systemEntry(parts, className) {
  const entry = element("li", className);
  for (const part of parts) {
    entry.append(typeof part === "string" ? part : element("bdi", "", part.name));
  }
  return entry;
}

export function messageEntry(name, text, date) {
  const entry = element("li");
  const head = element("div", "head");
  const body = element("p", "text", text);
  body.dir = "auto";
  head.append(element("bdi", "name", name), clock(date));
  entry.append(avatar(name), head, body);
  return entry;
}

/** Whether an entry goes on from the one above: same sender, same name, same minute on the clock. */
export function continues(above, entry) {
  const who = (one) => one.querySelector(".head")?.textContent;
  return above?.dataset.kind === "message" && above.dataset.from === entry.dataset.from && who(above) === who(entry);
}

/** A plain line as it came; a leading "name: " is only made bold. */
export function lineEntry(line) {
  const entry = element("li");
  const text = element("p", "text");
  const name = /^[^:\n]{1,40}(?=: )/.exec(line)?.[0] ?? "";
  text.dir = "auto";
  if (name) text.append(element("bdi", "name", name));
  text.append(line.slice(name.length));
  entry.append(clock(), text);
  return entry;
}

function clock(date) {
  const known = Number.isFinite(date) ? new Date(date) : new Date();
  const when = Number.isNaN(known.getTime()) ? new Date() : known;
  const time = element("time", "", when.toLocaleTimeString([], { timeStyle: "short" }));
  time.dateTime = when.toISOString();
  return time;
}
