package dev.parley.probe;

/** There is nothing to judge: no WebSocket endpoint that sends messages back. Its message says what was there instead. */
public final class PeerUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean untrusted;

    PeerUnavailableException(String message) {
        this(message, false);
    }

    private PeerUnavailableException(String message, boolean untrusted) {
        super(message);
        this.untrusted = untrusted;
    }

    static PeerUnavailableException ofUntrusted(String message) {
        return new PeerUnavailableException(message, true);
    }

    /** Whether it is only its certificate, which {@link ProbeOptions#trustAnyCertificate} would take. */
    public boolean untrusted() {
        return untrusted;
    }
}
