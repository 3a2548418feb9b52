package dev.parley.net;

import java.net.InetAddress;
import java.util.function.Predicate;

/**
 * Whom a listener lets in, and what a connection may do before it is a WebSocket. Immutable.
 *
 * @param connections how many in all
 * @param connectionsOfAddress how many of one address, or of one network of IPv6
 * @param waiting how many that are not WebSockets, in all
 * @param waitingOfAddress how many of those of one address
 * @param requestMillis from accept to a whole request, TLS included; to the answer being taken; to the next request
 * @param requestLineBytes the longest request line; more is answered with 414
 * @param headerBytes the most for all header fields together; more is answered with 431
 * @param headerFields how many header fields; more is answered with 431
 * @param uncounted which addresses may have any number of connections
 */
public record EntryLimits(
        int connections,
        int connectionsOfAddress,
        int waiting,
        int waitingOfAddress,
        long requestMillis,
        int requestLineBytes,
        int headerBytes,
        int headerFields,
        Predicate<InetAddress> uncounted) {}
