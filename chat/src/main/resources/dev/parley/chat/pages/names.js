import { byId } from "./element.js";
import { memory, person } from "./person.js";

// The two forms that ask for a name: one to come in, one to change it.

export function wireNames({ enter, rename }) {
  byId("name").value = memory.name;
  byId("sign-in").addEventListener("submit", (event) => {
    event.preventDefault();
    const name = readName(byId("name"), byId("name-complaint"));
    if (name) enter(name);
  });
  byId("rename-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const name = readName(byId("new-name"), byId("new-name-complaint"));
    if (!name) return;
    byId("rename").close();
    rename(name);
  });
  byId("rename-open").addEventListener("click", () => askNewName());
  byId("rename-cancel").addEventListener("click", () => byId("rename").close());
}

export function askNewName(complaint = "") {
  const dialog = byId("rename");
  byId("new-name").value = person.name;
  byId("new-name-complaint").textContent = complaint;
  byId("new-name").setAttribute("aria-invalid", String(Boolean(complaint)));
  if (!dialog.open) dialog.showModal();
  byId("new-name").select();
}

/** The name in the field, or an empty one after saying what is missing. */
function readName(field, complaint) {
  const name = field.value.replace(/\s+/g, " ").trim();
  complaint.textContent = name ? "" : "Write a name first.";
  field.setAttribute("aria-invalid", String(!name));
  if (!name) field.focus();
  return name;
}
