package dev.parley.pubsub;

import java.util.Locale;

/** Why something asked for was not done, and what whoever asked may do now. Immutable. */
public enum Refusal {
    /** It cannot be understood. */
    MALFORMED(Advice.CHANGE),
    /** It is larger than allowed. */
    TOO_LARGE(Advice.CHANGE),
    /** Whoever asks may not do this. */
    FORBIDDEN(Advice.CHANGE),
    /** Whoever asks has as many of these as allowed. */
    LIMIT(Advice.CHANGE),
    /** Whoever asks is not subscribed there, or is already. */
    CONFLICT(Advice.CHANGE),
    /** Too much is waiting to be done. */
    BUSY(Advice.RETRY),
    /** The log cannot be reached, or has no room. */
    UNAVAILABLE(Advice.RETRY),
    /** This node is leaving. */
    CLOSING(Advice.RECONNECT);

    /** What to do now. */
    enum Advice {
        /** The same again will be refused again. */
        CHANGE,
        /** The same may be tried again after a while. */
        RETRY,
        /** The same may be tried again on a new connection. */
        RECONNECT;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Advice advice;

    Refusal(Advice advice) {
        this.advice = advice;
    }

    /** As it stands in errors: for instance {@code too_large}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The same in HTTP. */
    int status() {
        return switch (this) {
            case MALFORMED -> 400;
            case TOO_LARGE -> 413;
            case FORBIDDEN -> 403;
            case LIMIT -> 429;
            case CONFLICT -> 409;
            case BUSY, UNAVAILABLE, CLOSING -> 503;
        };
    }

    /** As it stands in errors: {@code change}, {@code retry} or {@code reconnect}. */
    public String advice() {
        return advice.label();
    }
}
