// HTML standard §9.2 "Server-sent events". Connecting, and taking the stream apart, are Java's.
(function (host, shared) {
  "use strict";

  class EventSource extends EventTarget {
    #java;
    #url;
    #withCredentials;

    constructor(url, eventSourceInitDict = {}) {
      shared.needs(arguments.length, 1, "new EventSource");
      super();
      const address = shared.usvString(url);
      this.#withCredentials = !!shared.dictionary(eventSourceInitDict).withCredentials;
      const [href, origin] = host.httpUrl(address);
      this.#url = href;
      this.#java = host.eventSource(href, {
        open: () => shared.dispatch(this, new Event("open")),
        message: (type, data, lastEventId) =>
          shared.dispatch(this, new MessageEvent(type, { data, lastEventId, origin })),
        error: () => shared.dispatch(this, new Event("error")),
      });
    }

    get url() { return this.#url; }
    get withCredentials() { return this.#withCredentials; }
    get readyState() { return this.#java.readyState(); }
    close() { this.#java.close(); }
  }

  shared.handlerAttributes(EventSource.prototype, ["open", "message", "error"]);
  shared.expose(EventSource, { CONNECTING: 0, OPEN: 1, CLOSED: 2 });
  shared.showAttributes(EventSource);
});
