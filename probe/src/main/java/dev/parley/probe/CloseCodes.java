package dev.parley.probe;

/** Which status codes a Close frame may carry (RFC 6455 §7.4). */
final class CloseCodes {
    private CloseCodes() {}

    /**
     * Whether no RFC forbids it. Codes from 1016 to 2999 are reserved for later versions of the protocol: to send one is
     * unwise, and nothing says that it is an error.
     */
    static boolean maySend(int code) {
        return code >= 1000 && code < 5000 && code != 1004 && code != 1005 && code != 1006 && code != 1015;
    }

    /** Whether RFC 6455 or the IANA registry gives it a meaning, or leaves it to libraries or applications. */
    static boolean isDefined(int code) {
        return maySend(code) && (code <= 1014 || code >= 3000);
    }
}
