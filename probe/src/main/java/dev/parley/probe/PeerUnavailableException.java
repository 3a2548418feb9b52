package dev.parley.probe;

/** There is no WebSocket server at the address, so there is nothing to judge. Its message says what was there instead. */
public final class PeerUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    PeerUnavailableException(String message) {
        super(message);
    }
}
