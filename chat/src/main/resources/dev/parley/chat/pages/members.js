/** Who is in the room: connections, by the names of those whose they are. */
export class Members {
  #users = new Map(); // client → name

  /** All that there are, told at once. */
  constructor(members = []) {
    for (const { client, user } of members) this.#users.set(client, nameOf(user));
  }

  /** Their names, each once; who only listens has none. */
  get names() {
    return [...new Set(this.#users.values())].filter((name) => name);
  }

  /** Those who have other connections than this one. */
  namesBut(own) {
    return new Set([...this.#users].filter(([client]) => client !== own).map(([, name]) => name));
  }

  /** Takes who came and left; gives the names that were not there before, and those that are no longer. */
  changed(came, left) {
    const before = new Set(this.names);
    for (const { client } of left) this.#users.delete(client);
    for (const { client, user } of came) this.#users.set(client, nameOf(user));
    const now = new Set(this.names);
    return {
      come: [...now].filter((name) => !before.has(name)),
      gone: [...before].filter((name) => !now.has(name)),
    };
  }
}

/** Whom the server does not know has a tilde before the name that they gave themselves. */
export const nameOf = (user) => String(user).replace(/^~/, "");
