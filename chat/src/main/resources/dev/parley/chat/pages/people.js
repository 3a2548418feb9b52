import { avatar } from "./avatar.js";
import { byId, element } from "./element.js";
import { person } from "./person.js";

let shown = null;
let forRoom = true;

/** Without a connection nobody knows who is here, and then the page does not claim to. */
export function showPeople(people) {
  shown = people;
  byId("user-count").textContent = people ? String(people.length) : "–";
  byId("users").replaceChildren(...(people ?? []).map(userItem));
  labelToggle();
}

export function showPerson() {
  byId("own-name").textContent = person.name;
  byId("own-name").title = person.name;
  showPeople(shown);
}

/** Only the room knows people; the plain way says instead that it does not. */
export function showSideFor(isRoom) {
  forRoom = isRoom;
  byId("people").hidden = !isRoom;
  byId("about-plain").hidden = isRoom;
  labelToggle();
}

function labelToggle() {
  const roomLabel = shown ? `${shown.length} here` : "People";
  byId("side-toggle-label").textContent = forRoom ? roomLabel : "You";
}

function userItem(name) {
  const own = name === person.name;
  const item = element("li", own ? "user own" : "user");
  const label = element("bdi", "", name);
  label.title = name;
  item.dataset.name = name;
  item.append(avatar(name), label);
  if (own) item.append(element("span", "user-mark", "you"));
  return item;
}
