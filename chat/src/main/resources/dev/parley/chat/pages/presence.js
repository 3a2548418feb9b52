/**
 * Who is here, by name, and who moved from one list of names to the next.
 *
 * A name under an id not heard of before is someone who came, or someone who was here before us and
 * changed their name. The next list tells which, so the arrival waits for it.
 */
export class Presence {
  #present = null;
  #arrivals = new Set();
  #farewells = new Set();

  /** The names, or null while nobody knows. */
  get people() {
    return this.#present && [...this.#present];
  }

  forget() {
    this.#present = null;
  }

  /** A name was heard for the first time; gives the names that surely came. */
  named(name) {
    if (!this.#present || this.#present.has(name)) return [name];
    this.#arrivals.add(name);
    return [];
  }

  /** The old name is about to vanish from the list, and that is no farewell. */
  renamed(before) {
    if (this.#present?.has(before)) this.#farewells.add(before);
  }

  /** Takes the new list; gives who came, who left, and who only changed their name. */
  listed(names) {
    const before = this.#present;
    const now = new Set(names);
    this.#present = now;
    if (!before) return { come: [], gone: [] };
    const gone = [...before].filter((name) => !now.has(name) && !this.#farewells.has(name));
    const come = [...this.#arrivals];
    this.#arrivals.clear();
    for (const name of this.#farewells) if (!now.has(name)) this.#farewells.delete(name);
    if (gone.length === 1 && come.length === 1 && !before.has(come[0]) && now.has(come[0])) {
      return { come: [], gone: [], renamed: { before: gone[0], name: come[0] } };
    }
    return { come, gone };
  }
}
