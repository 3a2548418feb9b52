package dev.parley.engine;

import java.nio.charset.StandardCharsets;

/**
 * The content of a Close frame: a status code and a reason (RFC 6455 §5.5.1, §7.4). Immutable.
 *
 * @param code a code that may stand on the wire, or {@link #NO_STATUS} for a Close frame without a body
 * @param reason text for people and logs, at most 123 bytes of UTF-8, empty when there is none
 */
public record Close(int code, String reason) {
    public static final int NORMAL = 1000;
    public static final int GOING_AWAY = 1001;
    public static final int PROTOCOL_ERROR = 1002;
    public static final int UNSUPPORTED_DATA = 1003;
    /** Never on the wire: the Close frame had no body. */
    public static final int NO_STATUS = 1005;
    /** Never on the wire: no Close frame arrived at all. */
    public static final int ABNORMAL = 1006;

    public static final int INVALID_PAYLOAD = 1007;
    public static final int POLICY_VIOLATION = 1008;
    public static final int MESSAGE_TOO_BIG = 1009;
    public static final int INTERNAL_ERROR = 1011;
    /** Registered with IANA after RFC 6455. */
    public static final int TRY_AGAIN_LATER = 1013;

    /** A control frame carries at most 125 bytes (RFC 6455 §5.5), two of which are the code. */
    public static final int MAX_REASON_BYTES = 123;

    /** A Close frame without a body. */
    public static final Close WITHOUT_STATUS = new Close(NO_STATUS, "");

    /** @throws IllegalArgumentException if the code may not be sent, or the reason is too long or without a code */
    public Close {
        if (code == NO_STATUS) {
            if (!reason.isEmpty()) {
                throw new IllegalArgumentException("A close reason needs a status code.");
            }
        } else if (!isOnTheWire(code)) {
            throw new IllegalArgumentException("Close code " + code + " may not be sent; use 1000, or 3000 to 4999.");
        }
        // A char never takes more than 3 bytes, so most reasons need no counting.
        if (reason.length() > MAX_REASON_BYTES / 3
                && reason.getBytes(StandardCharsets.UTF_8).length > MAX_REASON_BYTES) {
            throw new IllegalArgumentException("A close reason has at most 123 bytes of UTF-8.");
        }
    }

    public Close(int code) {
        this(code, "");
    }

    /**
     * Whether a Close frame may carry this code: those of RFC 6455 §7.4.1, those registered with IANA since (1012, 1013,
     * 1014), and the ranges for libraries (3000…3999) and for private use (4000…4999).
     *
     * <p>RFC 6455 §7.4.1: "1005 is a reserved value and MUST NOT be set as a status code", "1006 is a reserved value and
     * MUST NOT be set as a status code" and "1015 is a reserved value and MUST NOT be set as a status code in a Close
     * control frame by an endpoint."
     */
    public static boolean isOnTheWire(int code) {
        return code >= 3000 ? code <= 4999 : code >= 1000 && code <= 1014 && (code < 1004 || code > 1006);
    }
}
