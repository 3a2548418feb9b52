package dev.parley.client;

/** An error that the web platform knows by its name (WebIDL §2.8.1). Immutable. */
public class DOMException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String name;

    DOMException(String name, String message) {
        super(message);
        this.name = name;
    }

    static DOMException syntaxError(String message) {
        return new DOMException("SyntaxError", message);
    }

    static DOMException invalidStateError(String message) {
        return new DOMException("InvalidStateError", message);
    }

    static DOMException invalidAccessError(String message) {
        return new DOMException("InvalidAccessError", message);
    }

    static DOMException abortError(String message) {
        return new DOMException("AbortError", message);
    }

    static DOMException timeoutError(String message) {
        return new DOMException("TimeoutError", message);
    }

    static DOMException quotaExceededError(String message) {
        return new DOMException("QuotaExceededError", message);
    }

    /** Which error it is, for instance {@code SyntaxError} or {@code InvalidStateError}. */
    public final String name() {
        return name;
    }
}
