package dev.parley.server;

import dev.parley.net.EntryLimits;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.function.Predicate;

/**
 * What connections may do before they are WebSockets, and how many of them one stranger may have. Immutable.
 *
 * <p>An address of IPv6 counts as its network of 64 bits: whoever has one of its addresses has all. Over the numbers a connection is
 * answered with 429 or 503 as it comes, or just closed, if it speaks TLS or too many come at once.
 *
 * <pre>{@code
 * ServerOptions options = ServerOptions.DEFAULT.withEntrance(
 *         Entrance.DEFAULT.withConnectionsPerAddress(20).withWaiting(500, 10));
 * }</pre>
 *
 * @param connectionsPerAddress how many connections, WebSockets or not, one address may have; 429
 * @param waiting how many connections may be there that are no WebSockets, or not yet; 503
 * @param waitingPerAddress how many of those one address may have; 429
 * @param requestLineBytes the longest request line; 414
 * @param headerBytes the most for all header fields of a request together; 431
 * @param headerFields how many header fields a request may have; 431
 * @param uncounted which addresses may have any number of connections, because they stand for many people; those of
 *     {@link Proxies} that are believed need not be among them
 */
public record Entrance(
        int connectionsPerAddress,
        int waiting,
        int waitingPerAddress,
        int requestLineBytes,
        int headerBytes,
        int headerFields,
        Predicate<InetAddress> uncounted) {

    /** As a number of connections: as many as there may be in all. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    /**
     * Loopback, link-local and private addresses (RFC 1918, RFC 4193). A stranger on the internet has none of them, but a proxy in
     * front of a server mostly has, and through it comes everybody.
     */
    public static final Predicate<InetAddress> NEARBY = Entrance::isNearby;

    /**
     * 1,000 connections of an address: a school behind one address, and far less than what exhausts anything; 2,048 that wait to be
     * WebSockets, 128 of an address: some twenty browsers that load pages within the same ten seconds; a request line of 4 KiB and 64
     * header fields of 16 KiB together, which leaves room for large cookies; {@link #NEARBY} is not counted.
     */
    public static final Entrance DEFAULT = new Entrance(1_000, 2_048, 128, 4 * 1024, 16 * 1024, 64, NEARBY);

    /** @throws IllegalArgumentException if a number is not positive */
    public Entrance {
        if (connectionsPerAddress < 1 || waiting < 1 || waitingPerAddress < 1) {
            throw new IllegalArgumentException("At least one connection must be admitted.");
        }
        if (requestLineBytes < 1 || headerBytes < 1 || headerFields < 1) {
            throw new IllegalArgumentException("A request has a line and a header field, and each some bytes.");
        }
    }

    public Entrance withConnectionsPerAddress(int connections) {
        return new Entrance(
                connections, waiting, waitingPerAddress, requestLineBytes, headerBytes, headerFields, uncounted);
    }

    public Entrance withWaiting(int inAll, int perAddress) {
        return new Entrance(
                connectionsPerAddress, inAll, perAddress, requestLineBytes, headerBytes, headerFields, uncounted);
    }

    public Entrance withRequestLineBytes(int bytes) {
        return new Entrance(
                connectionsPerAddress, waiting, waitingPerAddress, bytes, headerBytes, headerFields, uncounted);
    }

    public Entrance withHeaders(int bytes, int fields) {
        return new Entrance(
                connectionsPerAddress, waiting, waitingPerAddress, requestLineBytes, bytes, fields, uncounted);
    }

    /** @param uncounted is called for each connection, on an event loop; must not block */
    public Entrance withUncounted(Predicate<InetAddress> uncounted) {
        return new Entrance(
                connectionsPerAddress,
                waiting,
                waitingPerAddress,
                requestLineBytes,
                headerBytes,
                headerFields,
                uncounted);
    }

    EntryLimits limits(int connections, long requestMillis) {
        return new EntryLimits(
                connections,
                connectionsPerAddress,
                waiting,
                waitingPerAddress,
                requestMillis,
                requestLineBytes,
                headerBytes,
                headerFields,
                uncounted);
    }

    private static boolean isNearby(InetAddress address) {
        return address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address instanceof Inet6Address && (address.getAddress()[0] & 0xFE) == 0xFC;
    }
}
