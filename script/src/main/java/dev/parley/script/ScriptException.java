package dev.parley.script;

/** A script ended with an error that it did not catch, or cannot be run at all. Immutable. */
public final class ScriptException extends Exception {
    private static final long serialVersionUID = 1L;

    ScriptException(String message) {
        super(message);
    }

    ScriptException(String message, Throwable cause) {
        super(message, cause);
    }

    /** What went wrong, with the JavaScript stack if there is one: some lines of text for people. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
