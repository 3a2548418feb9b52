package dev.parley.probe;

/** Which status codes a Close frame may carry (RFC 6455 §7.4). */
final class CloseCodes {
    private CloseCodes() {}

    /**
     * Whether no RFC forbids it. Codes from 1016 to 2999 are reserved for later versions of the protocol, and those from 5000
     * are not mentioned: to send one is unwise, and nothing says that it is an error.
     */
    static boolean maySend(int code) {
        return code >= 1000 && code != 1004 && code != 1005 && code != 1006 && code != 1015;
    }
}
