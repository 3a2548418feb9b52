/**
 * A list that keeps its newest entries and stays at its end only for a reader who is at the end.
 * Entries wait for the next frame and enter together: a busy socket then costs one layout, not one
 * for each.
 */
export class LiveList {
  #parts;
  #waiting = [];
  #scheduled = false;
  #following = true;
  #top = 0;

  static MOST = 500;

  /** The button `newest` appears when an entry that `isNews` came in out of sight; `changed` hears of all. */
  constructor({ list, scroller, newest, isNews = () => true, changed = () => {} }) {
    this.#parts = { list, scroller, newest, isNews, changed };
    scroller.addEventListener("scroll", () => this.#noticePlace(), { passive: true });
    newest.addEventListener("click", () => {
      this.toEnd();
      scroller.focus({ preventScroll: true });
    });
    new ResizeObserver(() => this.#following && this.toEnd()).observe(scroller);
  }

  get last() {
    return this.#waiting.at(-1) ?? this.#parts.list.lastElementChild;
  }

  add(entry) {
    this.#waiting.push(entry);
    if (this.#waiting.length > LiveList.MOST) this.#waiting.shift();
    this.#showSoon();
  }

  /** Shows all there is and goes to the end, wherever the reader was. */
  toEnd() {
    this.#following = true;
    this.#show();
    this.#goToEnd();
  }

  clear() {
    this.#waiting.length = 0;
    this.#parts.list.replaceChildren();
    this.toEnd();
  }

  #showSoon() {
    if (this.#scheduled) return;
    this.#scheduled = true;
    requestAnimationFrame(() => this.#show());
    // A page in the background gets no frames, yet should be up to date when looked at.
    setTimeout(() => this.#show(), 250);
  }

  #show() {
    const { list, newest, isNews, changed } = this.#parts;
    this.#scheduled = false;
    if (this.#waiting.length === 0) return;
    const entries = this.#waiting.splice(0);
    list.append(...entries);
    while (list.childElementCount > LiveList.MOST) list.firstElementChild.remove();
    changed(list);
    if (this.#following) this.#goToEnd();
    else if (entries.some(isNews)) newest.hidden = false;
  }

  #goToEnd() {
    const { scroller, newest } = this.#parts;
    scroller.scrollTop = scroller.scrollHeight;
    newest.hidden = true;
  }

  #noticePlace() {
    const { scrollHeight, scrollTop, clientHeight } = this.#parts.scroller;
    const atEnd = scrollHeight - scrollTop - clientHeight < 48;
    // Only a reader who goes up leaves the end: a list that got smaller is away from it as well.
    if (atEnd) this.#following = true;
    else if (scrollTop < this.#top) this.#following = false;
    this.#top = scrollTop;
    if (this.#following) this.#parts.newest.hidden = true;
  }
}
