import { element } from "/element.js";

const ARROWS = { sent: "↑", message: "↓", open: "●", close: "○", error: "!", thrown: "!" };

/** A line of the events: when, what, and a body that says more. */
export function line(type, time, body, kind) {
  const made = element("li", "event");
  const arrow = element("span", "event-arrow", ARROWS[type]);
  arrow.setAttribute("aria-hidden", "true");
  made.dataset.type = type;
  if (kind) made.dataset.kind = kind;
  made.append(element("span", "event-time", time), arrow, element("span", "event-type", type), body);
  return made;
}

export function bodyOf(facts, text = "") {
  const body = element("div", "event-body");
  if (facts) body.append(element("span", "event-facts", facts));
  if (text) body.append(element("span", "event-text", text));
  return body;
}

/** A body that unfolds; used where one line cannot hold the whole. */
export function foldedBody(facts, short, full, isDump) {
  const body = element("div", "event-body");
  const details = element("details");
  const summary = element("summary");
  summary.append(element("span", "event-facts", facts), element("span", "event-text", short));
  details.append(summary, element("pre", isDump ? "event-full dump" : "event-full", full));
  body.append(details);
  return body;
}
