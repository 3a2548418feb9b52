package dev.parley.probe;

/** The probe broke a rule, as it does in most cases; the endpoint that is being probed fails the connection. */
final class RuleBroken extends Exception {
    private static final long serialVersionUID = 1;

    private final int code;

    /** @param code with which to close */
    RuleBroken(int code) {
        super("to be closed with " + code, null, false, false);
        this.code = code;
    }

    int code() {
        return code;
    }
}
