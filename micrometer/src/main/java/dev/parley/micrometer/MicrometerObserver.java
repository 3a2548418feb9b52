package dev.parley.micrometer;

import dev.parley.engine.Ending;
import dev.parley.engine.Opcode;
import dev.parley.server.Peer;
import dev.parley.server.PeerObserver;
import dev.parley.server.ServerObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps a server's figures in a registry of Micrometer's. Tags are the routes of the server, endings, classes of close codes and HTTP
 * status codes: few, whatever peers do. Any thread.
 *
 * <pre>{@code
 * ServerOptions options = ServerOptions.DEFAULT.withObserver(new MicrometerObserver(registry));
 * }</pre>
 *
 * <p>Meters: {@code parley.connections} (open), {@code parley.connection.duration} by ending and code, {@code
 * parley.messages.received}, {@code .sent}, {@code parley.bytes.received}, {@code .sent} (payload, uncompressed), {@code
 * parley.handlers.slow}, all by route; {@code parley.handshakes.refused} by status.
 */
public final class MicrometerObserver implements ServerObserver {
    private final MeterRegistry registry;
    private final Map<String, Route> routes = new ConcurrentHashMap<>();

    public MicrometerObserver(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public PeerObserver onOpened(Peer peer) {
        Route route = routes.computeIfAbsent(peer.route(), name -> new Route(registry, name));
        route.open.incrementAndGet();
        return new OnePeer(route);
    }

    @Override
    public void onRefused(SocketAddress address, int status) {
        registry.counter("parley.handshakes.refused", "status", Integer.toString(Math.max(100, Math.min(status, 599))))
                .increment();
    }

    /** The meters of one route, looked up once. */
    private static final class Route {
        final MeterRegistry registry;
        final String name;
        final AtomicInteger open;
        final Counter received;
        final Counter receivedBytes;
        final Counter sent;
        final Counter sentBytes;
        final Counter slow;

        Route(MeterRegistry registry, String name) {
            this.registry = registry;
            this.name = name;
            open = registry.gauge("parley.connections", List.of(Tag.of("route", name)), new AtomicInteger());
            received = registry.counter("parley.messages.received", "route", name);
            receivedBytes = registry.counter("parley.bytes.received", "route", name);
            sent = registry.counter("parley.messages.sent", "route", name);
            sentBytes = registry.counter("parley.bytes.sent", "route", name);
            slow = registry.counter("parley.handlers.slow", "route", name);
        }

        /** Once for each connection: the registry knows the timer by its tags. */
        Timer duration(Ending ending) {
            return registry.timer(
                    "parley.connection.duration", "route", name, "ending", ending(ending), "code", code(ending));
        }
    }

    private static String ending(Ending ending) {
        return ending instanceof Ending.Clean ? "clean" : ending instanceof Ending.Failed ? "failed" : "lost";
    }

    /** One of few: a peer may close with any of 2,000 codes. */
    private static String code(Ending ending) {
        int code = ending instanceof Ending.Failed failed ? failed.violation().closeCode() : ending.code();
        return code < 3000 ? Integer.toString(code) : code < 4000 ? "3xxx" : "4xxx";
    }

    private static final class OnePeer implements PeerObserver {
        private final Route route;
        private final long since = System.nanoTime();

        OnePeer(Route route) {
            this.route = route;
        }

        @Override
        public void onReceived(Opcode kind, int bytes) {
            route.received.increment();
            route.receivedBytes.increment(bytes);
        }

        @Override
        public void onSent(int messages, long bytes) {
            route.sent.increment(messages);
            route.sentBytes.increment(bytes);
        }

        @Override
        public void onSlowHandler(Duration held, List<StackTraceElement> where) {
            route.slow.increment();
        }

        @Override
        public void onClosed(Ending ending) {
            route.open.decrementAndGet();
            route.duration(ending).record(System.nanoTime() - since, TimeUnit.NANOSECONDS);
        }
    }
}
