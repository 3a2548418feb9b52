package dev.parley.client;

import dev.parley.engine.Close;

/** Decides whether a {@link ReconnectingWebSocket} tries again. Called by the executor for listeners; may block. */
@FunctionalInterface
public interface ReconnectDecision {
    /**
     * Tries again unless the next attempt would end just as this one. Final are
     *
     * <ul>
     *   <li>1000: the server says that it is done;
     *   <li>1002, 1003, 1007, 1009, 1010: this program said something that the server does not take, and would say it again;
     *   <li>1008 from a connection that was not open for a while: servers that judge credentials after the handshake say so. Said later,
     *       it is that the client was too slow, or its time was up, and it tries again;
     *   <li>3000 to 4999, but for 3008 (a timeout): the application ended it on purpose (who is banned, replaced or unknown should not fight for its
     *       place). A final end is seen in the first test, a needless fight by nobody;
     *   <li>an HTTP status 4xx instead of 101, as 401, 403 and 404, but for 408, 425 and 429: the same request will be refused
     *       again.
     * </ul>
     *
     * All else is tried again: 1001, 1005 and 1006 (servers that leave, or vanish), 1011 to 1015, and whatever cannot be known,
     * as a network that is not there, a host without an address, or a gate in between that answers with a page.
     */
    ReconnectDecision DEFAULT = loss -> {
        if (loss.httpStatus().isPresent()) {
            int status = loss.httpStatus().getAsInt();
            return status < 400 || status >= 500 || status == 408 || status == 425 || status == 429;
        }
        return switch (loss.closeCode()) {
            case Close.NORMAL,
                    Close.PROTOCOL_ERROR,
                    Close.UNSUPPORTED_DATA,
                    Close.INVALID_PAYLOAD,
                    Close.MESSAGE_TOO_BIG,
                    1010 -> false;
            case Close.POLICY_VIOLATION -> loss.wasStable();
            case 3008 -> true;
            default -> loss.closeCode() < 3000;
        };
    };

    /** Whether to try again; if not, the close event follows. What this throws is logged, and means no. */
    boolean reconnects(ConnectionLoss loss);
}
