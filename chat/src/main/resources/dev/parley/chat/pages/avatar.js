import { element } from "./element.js";

const TONES = 6;

function toneOf(name) {
  let hash = 2_166_136_261;
  for (const character of name) hash = Math.imul(hash ^ character.codePointAt(0), 16_777_619) >>> 0;
  return `tone-${(hash >>> 16) % TONES}`;
}

export function avatar(name) {
  const [initial = "?"] = name;
  const made = element("span", `avatar ${toneOf(name)}`, initial.toUpperCase());
  made.setAttribute("aria-hidden", "true");
  return made;
}
