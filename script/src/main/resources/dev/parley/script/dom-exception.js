// Web IDL §2.8.1 "DOMException".
(function (host, shared) {
  "use strict";
  const names = [
    ["IndexSizeError", "INDEX_SIZE_ERR"],
    ["", "DOMSTRING_SIZE_ERR"],
    ["HierarchyRequestError", "HIERARCHY_REQUEST_ERR"],
    ["WrongDocumentError", "WRONG_DOCUMENT_ERR"],
    ["InvalidCharacterError", "INVALID_CHARACTER_ERR"],
    ["", "NO_DATA_ALLOWED_ERR"],
    ["NoModificationAllowedError", "NO_MODIFICATION_ALLOWED_ERR"],
    ["NotFoundError", "NOT_FOUND_ERR"],
    ["NotSupportedError", "NOT_SUPPORTED_ERR"],
    ["InUseAttributeError", "INUSE_ATTRIBUTE_ERR"],
    ["InvalidStateError", "INVALID_STATE_ERR"],
    ["SyntaxError", "SYNTAX_ERR"],
    ["InvalidModificationError", "INVALID_MODIFICATION_ERR"],
    ["NamespaceError", "NAMESPACE_ERR"],
    ["InvalidAccessError", "INVALID_ACCESS_ERR"],
    ["", "VALIDATION_ERR"],
    ["TypeMismatchError", "TYPE_MISMATCH_ERR"],
    ["SecurityError", "SECURITY_ERR"],
    ["NetworkError", "NETWORK_ERR"],
    ["AbortError", "ABORT_ERR"],
    ["URLMismatchError", "URL_MISMATCH_ERR"],
    ["QuotaExceededError", "QUOTA_EXCEEDED_ERR"],
    ["TimeoutError", "TIMEOUT_ERR"],
    ["InvalidNodeTypeError", "INVALID_NODE_TYPE_ERR"],
    ["DataCloneError", "DATA_CLONE_ERR"],
  ];
  const codes = Object.fromEntries(names.map(([, constant], index) => [constant, index + 1]));

  // An exception is an error of JavaScript's, with its stack, though the interface is no class of Error's.
  class DOMException {
    constructor(message = "", name = "Error") {
      const exception = Object.setPrototypeOf(new Error(), new.target.prototype);
      return new Content(exception, `${message}`, `${name}`);
    }

    get name() {
      return Content.of(this).name;
    }

    get message() {
      return Content.of(this).message;
    }

    get code() {
      const { name } = Content.of(this);
      return name === "" ? 0 : names.findIndex(([known]) => known === name) + 1;
    }
  }

  class Content extends shared.Stamp {
    #content;

    constructor(exception, message, name) {
      super(exception);
      this.#content = { message, name };
      // The stack was written before the name was there.
      const frames = `${exception.stack}`.split("\n").slice(1);
      const stack = [message === "" ? name : `${name}: ${message}`, ...frames].join("\n");
      Object.defineProperty(exception, "stack", { value: stack, writable: true, configurable: true });
    }

    static of(exception) {
      return exception.#content;
    }
  }

  Object.setPrototypeOf(DOMException.prototype, Error.prototype);
  shared.expose(DOMException, codes);
  shared.raise = (name, message) => {
    throw new DOMException(message, name);
  };
});
