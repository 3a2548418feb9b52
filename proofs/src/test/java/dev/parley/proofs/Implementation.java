package dev.parley.proofs;

import java.util.List;

/** An implementation of the protocol that can be fed bytes without a socket. */
interface Implementation {
    /** No larger message is taken by any of them. */
    int MAX_MESSAGE_BYTES = 1_000;

    String DEFLATE = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

    /**
     * Opens a connection and feeds it these pieces, until it is closed.
     *
     * @param server whether it plays the server
     * @param deflate whether permessage-deflate is agreed on, without context takeover
     */
    Reaction react(boolean server, boolean deflate, List<byte[]> pieces);
}
