// Who the reader is, here and the next time.

const REMEMBERED_NAME = "parley.chat.name";

export const person = { name: "" };

export const memory = {
  get name() {
    try {
      return localStorage.getItem(REMEMBERED_NAME) ?? "";
    } catch {
      return "";
    }
  },
  set name(name) {
    try {
      localStorage.setItem(REMEMBERED_NAME, name);
    } catch {
      // Storage can be full or forbidden; the name is then asked for again next time.
    }
  },
};
