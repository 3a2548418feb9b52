package dev.parley.net;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Event loops on one transport: each is a thread that owns its connections. Any thread. */
public final class EventLoops implements AutoCloseable {
    private static final String AUTO = "auto";

    /** A loop that a handler holds closes nothing: it must not hold who stops the others, too. */
    private static final long MAX_CLOSE_MILLIS = 1_000;

    private final Transport transport;
    private final String choice;
    private final int count;
    final EventLoopGroup group;

    private EventLoops(Transport transport, String choice, int count, String name, boolean daemon) {
        this.transport = transport;
        this.choice = choice;
        this.count = count;
        this.group = group(transport, count, new DefaultThreadFactory(name, daemon));
    }

    private static EventLoopGroup group(Transport transport, int count, DefaultThreadFactory threads) {
        try {
            return new MultiThreadIoEventLoopGroup(count, threads, transport.ioHandlerFactory());
        } catch (IllegalStateException e) {
            throw new IllegalStateException(
                    "Cannot start " + count + " loops on " + transport.label() + ": " + Transport.reason(e), e);
        }
    }

    /**
     * Starts event loops.
     *
     * @param transport {@code auto}, or one of {@code io_uring epoll kqueue nio}; auto takes the first of these that works
     * @param count how many loops, at least one
     * @param name what their threads are called
     * @param daemon whether a program may end while they run
     * @throws IllegalArgumentException if there is no such transport
     * @throws IllegalStateException if it does not work on this machine, with the reason
     */
    public static EventLoops start(String transport, int count, String name, boolean daemon) {
        if (!transport.equals(AUTO)) {
            return new EventLoops(named(transport), "as asked", count, name, daemon);
        }
        List<String> refused = new ArrayList<>();
        for (Transport candidate : Transport.values()) {
            String whyNot = candidate.whyNot();
            if (whyNot == null) {
                String choice = refused.isEmpty() ? "the best there is" : "not " + String.join("; not ", refused);
                return new EventLoops(candidate, choice, count, name, daemon);
            }
            refused.add(candidate.label() + ": " + whyNot);
        }
        throw new AssertionError("NIO is always there.");
    }

    /** The transport in use, for instance {@code epoll}. */
    public String transport() {
        return transport.label();
    }

    /** Why this transport: which better ones do not work here, and why not. For logs. */
    public String choice() {
        return choice;
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
        for (EventExecutor loop : group) {
            loop.submit(LoopShare::closeAll).awaitUninterruptibly(MAX_CLOSE_MILLIS);
        }
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
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
