package dev.parley.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Function;

/** A port that is listened on: HTTP/1.1, and WebSocket where a request is upgraded. Any thread. */
public final class Listener implements AutoCloseable {
    /** How many connections the kernel may hold that were not accepted yet: a burst of reconnecting clients. */
    private static final int BACKLOG = 4096;

    /** An event loop that a handler holds does not close anything: it must not hold who stops the server, too. */
    private static final long MAX_CLOSE_MILLIS = 2_000;

    private final Acceptor acceptor;
    private final Accepted accepted;

    private Listener(Acceptor acceptor, Accepted accepted) {
        this.acceptor = acceptor;
        this.accepted = accepted;
    }

    /**
     * Listens.
     *
     * @param address port 0 takes a free one
     * @param preamble what comes before HTTP on each connection
     * @param limits how many connections are held at once, and what they may do before they are WebSockets
     * @param softLimitBytes how much may wait to be written on a connection before its owner is told that it is full
     * @param answers called for each request, on its connection's event loop; must not block
     * @throws IOException if the address cannot be had, with the reason
     */
    public static Listener open(
            EventLoops loops,
            InetSocketAddress address,
            Preamble preamble,
            EntryLimits limits,
            int softLimitBytes,
            Function<HttpRequest, HttpAnswer> answers)
            throws IOException {
        Accepted accepted = new Accepted(limits);
        HttpPipeline http = new HttpPipeline(limits, accepted, new Refusal(), preamble, softLimitBytes, answers);
        Acceptor acceptor = preamble.isNone() && loops.kind() == Transport.EPOLL
                ? SocketAcceptor.open(loops, address, BACKLOG, http)
                : ChannelAcceptor.open(loops, address, BACKLOG, http);
        return new Listener(acceptor, accepted);
    }

    /** Where it listens, with the port that was taken. */
    public InetSocketAddress address() {
        return acceptor.address();
    }

    /** How many connections were closed as they came, since there were as many as are allowed. */
    public long turnedAway() {
        return accepted.turnedAway();
    }

    /** Accepts nobody any more; those who are connected stay. */
    public void stopAccepting() {
        acceptor.stop(MAX_CLOSE_MILLIS);
    }

    /** Ends everything at once, but for connections that have become WebSockets and have an owner. */
    @Override
    public void close() {
        stopAccepting();
        accepted.close(MAX_CLOSE_MILLIS);
    }
}
