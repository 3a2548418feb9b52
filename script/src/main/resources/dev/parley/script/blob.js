// File API §3 and §4. The bytes are in a Blob of Java's, which no script can reach.
(function (host, shared) {
  "use strict";
  const blobs = host.blobs();
  const INSIDE = Symbol("made by the layer");

  function collect(parts, options) {
    const endings = options.endings === undefined ? "transparent" : `${options.endings}`;
    if (endings !== "transparent" && endings !== "native") throw new TypeError(`"${endings}" is no kind of line endings.`);
    const type = options.type === undefined ? "" : `${options.type}`;
    const collected = blobs.parts();
    for (const part of parts) {
      const bytes = shared.isObject(part) ? shared.bytesOf(part) : null;
      if (bytes !== null) collected.bytes(...bytes);
      else if (shared.isBlob(part)) collected.blob(shared.javaBlob(part));
      else collected.text(endings === "native" ? shared.usvString(part).replace(/\r\n?/g, "\n") : shared.usvString(part));
    }
    return collected.done(type);
  }

  function sequence(value) {
    const iterate = shared.isObject(value) ? value[Symbol.iterator] : undefined;
    if (iterate === undefined || iterate === null) throw new TypeError("The parts of a blob are a sequence.");
    return shared.sequence(value, iterate);
  }

  // Web IDL §3.2.4.9, with [Clamp], for offsets.
  const offset = (value) => {
    const number = Math.min(Math.max(+value, -Number.MAX_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);
    return Number.isNaN(number) ? 0 : Math.round(number);
  };

  // Reading is a task of its own, as in a browser.
  const read = (step) => new Promise((resolve, reject) => {
    host.task(() => {
      try {
        resolve(step());
      } catch (error) {
        reject(error);
      }
    });
  });

  class Blob {
    #java;

    static {
      shared.isBlob = (value) => shared.isObject(value) && #java in value;
      shared.javaBlob = (blob) => blob.#java;
    }

    constructor(blobParts = [], options = {}) {
      if (blobParts === INSIDE) {
        this.#java = options;
      } else {
        this.#java = collect(sequence(blobParts), shared.dictionary(options));
      }
    }

    get size() { return blobs.size(this.#java); }
    get type() { return blobs.type(this.#java); }
    slice(start = 0, end = this.size, contentType = "") {
      return new Blob(INSIDE, blobs.slice(this.#java, offset(start), offset(end), `${contentType}`));
    }
    async text() {
      const java = this.#java;
      return read(() => blobs.text(java));
    }
    async arrayBuffer() {
      const java = this.#java;
      return read(() => new ArrayBuffer(blobs.buffer(java)));
    }
    async bytes() {
      const java = this.#java;
      return read(() => new Uint8Array(new ArrayBuffer(blobs.buffer(java))));
    }
  }

  class File extends Blob {
    #name;
    #lastModified;

    constructor(fileBits, fileName, options = {}) {
      shared.needs(arguments.length, 2, "new File");
      super(fileBits, options);
      this.#name = shared.usvString(fileName);
      const { lastModified } = shared.dictionary(options);
      this.#lastModified = lastModified === undefined ? Date.now() : Math.trunc(+lastModified) || 0;
    }

    get name() { return this.#name; }
    get lastModified() { return this.#lastModified; }
  }

  Object.defineProperty(Blob.prototype.slice, "length", { value: 0 });
  shared.expose(Blob);
  shared.expose(File);
  shared.showAttributes(Blob);
  shared.newBlob = (java) => new Blob(INSIDE, java);
});
