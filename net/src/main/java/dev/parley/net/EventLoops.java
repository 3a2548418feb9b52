package dev.parley.net;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Event loops on one transport: each is a thread that owns its connections. Any thread. */
public final class EventLoops implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.parley.net");
    private static final String AUTO = "auto";

    private final Transport transport;
    private final int count;
    final EventLoopGroup group;

    private EventLoops(Transport transport, int count, String name) {
        this.transport = transport;
        this.count = count;
        // Daemons: what keeps a program alive is its server or its open sockets, not their threads.
        this.group = new MultiThreadIoEventLoopGroup(
                count, new DefaultThreadFactory(name, true), transport.ioHandlerFactory());
    }

    /**
     * Starts event loops.
     *
     * @param transport {@code auto}, or one of {@code io_uring epoll kqueue nio}; auto takes the first of these that works
     *     and logs which and why not the one before
     * @param count how many loops, at least one
     * @param name what their threads are called
     * @throws IllegalArgumentException if there is no such transport
     * @throws IllegalStateException if it does not work on this machine, with the reason
     */
    public static EventLoops start(String transport, int count, String name) {
        Transport chosen = transport.equals(AUTO) ? best() : named(transport);
        return new EventLoops(chosen, count, name);
    }

    /** The transport in use, for instance {@code epoll}. */
    public String transport() {
        return transport.label();
    }

    public int count() {
        return count;
    }

    Transport kind() {
        return transport;
    }

    /** Stops the loops and waits up to two seconds for them. Their connections must be closed before. */
    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }

    private static Transport best() {
        List<String> refused = new ArrayList<>();
        for (Transport candidate : Transport.values()) {
            String whyNot = candidate.whyNot();
            if (whyNot == null) {
                String reasons = refused.isEmpty() ? "" : " (not " + String.join("; not ", refused) + ")";
                LOG.log(System.Logger.Level.INFO, "transport {0}{1}", candidate.label(), reasons);
                return candidate;
            }
            refused.add(candidate.label() + ": " + whyNot);
        }
        throw new AssertionError("NIO is always there.");
    }

    private static Transport named(String name) {
        for (Transport candidate : Transport.values()) {
            if (candidate.label().equals(name.toLowerCase(Locale.ROOT))) {
                String whyNot = candidate.whyNot();
                if (whyNot != null) {
                    throw new IllegalStateException("Transport " + name + " does not work here: " + whyNot);
                }
                return candidate;
            }
        }
        throw new IllegalArgumentException(
                "There is no transport " + name + "; choose auto, io_uring, epoll, kqueue or nio.");
    }
}
