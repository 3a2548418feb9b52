package dev.parley.bench;

/** What the connections are used for. */
public enum Work {
    /** Each sends messages, and the server sends each back. */
    ECHO,

    /** The first one sends messages, and the server sends each to all, the first one too. */
    FAN_OUT,

    /** They are open, and nothing is said. */
    IDLE,

    /** They are opened and ended, one after another in each place. */
    CONNECT
}
