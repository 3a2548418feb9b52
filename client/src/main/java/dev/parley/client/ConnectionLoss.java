package dev.parley.client;

import java.util.OptionalInt;

/**
 * How a connection of a {@link ReconnectingWebSocket} was lost, or an attempt to make one failed. Immutable.
 *
 * @param closeCode the code in the server's Close frame; 1005 if it had none, 1006 if no Close frame came
 * @param reason the reason in the server's Close frame, for programs and logs; empty if there was none
 * @param wasClean whether both Close frames were exchanged
 * @param wasOpen whether the connection had been open at all
 * @param wasStable whether it had been open for as long as {@link ReconnectOptions#stableAfter} says
 * @param httpStatus what the server answered to the handshake instead of 101, if it did
 * @param message what went wrong, for people and logs; empty if nothing did
 * @param failures how many attempts and connections have failed since the last one that was stable, this one included
 */
public record ConnectionLoss(
        int closeCode,
        String reason,
        boolean wasClean,
        boolean wasOpen,
        boolean wasStable,
        OptionalInt httpStatus,
        String message,
        int failures) {}
