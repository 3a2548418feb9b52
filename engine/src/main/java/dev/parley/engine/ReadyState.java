package dev.parley.engine;

/** How far a connection has come; names and order are those of the WHATWG {@code readyState}. Immutable. */
public enum ReadyState {
    /** The opening handshake is under way; no engine exists yet. */
    CONNECTING,
    /** Messages may go both ways. */
    OPEN,
    /** Our Close frame went out; no further message may be sent. */
    CLOSING,
    /** It is over; {@link EngineHandler#onEnd} has been told how. */
    CLOSED
}
