package dev.parley.server;

import dev.parley.engine.Compression;
import dev.parley.engine.Limits;
import dev.parley.net.EntryLimits;
import dev.parley.net.Terms;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * How a server behaves. Immutable.
 *
 * <pre>{@code
 * ServerOptions options = ServerOptions.DEFAULT
 *         .withHost("0.0.0.0")
 *         .withPort(443)
 *         .withTls(ServerTls.from(new TlsFiles(Path.of("example.org.pem"), Path.of("example.org.key"), Optional.empty())))
 *         .withManagement(9090);
 * }</pre>
 *
 * @param host the address to listen on
 * @param port the TCP port; 0 takes a free one
 * @param transport {@code auto}, {@code io_uring}, {@code epoll}, {@code kqueue} or {@code nio}
 * @param threads how many event loops
 * @param tls for https and wss; empty for http and ws
 * @param origins from which web sites a page may connect
 * @param proxies which proxies are believed when they say for whom they ask
 * @param gateTimeout how long a {@link Gate} may take to decide; then the answer is 503
 * @param heartbeat how often an event stream on which nothing happens says that it is alive
 * @param entrance what connections may do before they are WebSockets, and how many of them one address may have
 * @param limits what a peer may do
 * @param rates how fast it is read
 * @param deadlines how long is waited for it
 * @param liveness how it is found out that it is gone
 * @param compression how messages are compressed with peers that offer it; empty for not at all
 * @param softLimitBytes over this much waiting to be written to a peer, {@link Sent#BUFFERED} is answered and reading from
 *     it pauses
 * @param hardLimitBytes over this much, nothing more is accepted for a peer, and {@code slowConsumer} says what becomes of it
 * @param slowConsumer what becomes of messages for a peer that does not take them
 * @param maxConnections how many connections are held at once, plain HTTP included; further ones get 503, or are closed as they come
 * @param maxPartialBytes what the unfinished messages of all peers may hold together; a peer that needs more is closed with
 *     1013
 * @param drain how {@link Server#close} takes leave of peers
 * @param executor where handlers of WebSockets run, which may block there; empty for the event loops, where they must not
 * @param maxBehindBytes how much may wait for a handler on the executor before reading from its peer pauses
 * @param slowHandler from when on a handler that holds an event loop is told of, with its stack; zero for never
 * @param observers who learns of what happens
 * @param management where {@code /metrics} and {@code /healthz} are; empty for nowhere
 */
public record ServerOptions(
        String host,
        int port,
        String transport,
        int threads,
        Optional<ServerTls> tls,
        Origins origins,
        Proxies proxies,
        Duration gateTimeout,
        Duration heartbeat,
        Entrance entrance,
        Limits limits,
        Rates rates,
        Deadlines deadlines,
        Liveness liveness,
        Optional<Compression> compression,
        int softLimitBytes,
        int hardLimitBytes,
        SlowConsumer slowConsumer,
        int maxConnections,
        long maxPartialBytes,
        Drain drain,
        Optional<Executor> executor,
        int maxBehindBytes,
        Duration slowHandler,
        List<ServerObserver> observers,
        Optional<InetSocketAddress> management) {

    /**
     * Loopback, port 8080, a loop for each processor, the same host's pages only; limits of {@link Limits#DEFAULT}; as
     * many connections as there are file descriptors, but for a reserve; a quarter of the heap for unfinished messages.
     */
    public static final ServerOptions DEFAULT = new ServerOptions(
            "127.0.0.1",
            8080,
            "auto",
            Runtime.getRuntime().availableProcessors(),
            Optional.empty(),
            Origins.SAME_HOST,
            Proxies.NONE,
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Entrance.DEFAULT,
            Limits.DEFAULT,
            Rates.DEFAULT,
            Deadlines.DEFAULT,
            Liveness.DEFAULT,
            Optional.of(Compression.DEFAULT),
            64 * 1024,
            1024 * 1024,
            SlowConsumer.DISCONNECT,
            FileDescriptors.forConnections(),
            Runtime.getRuntime().maxMemory() / 4,
            Drain.DEFAULT,
            Optional.empty(),
            256 * 1024,
            Duration.ofMillis(200),
            List.of(),
            Optional.empty());

    /** @throws IllegalArgumentException if a number is out of its range */
    public ServerOptions {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("A port is 0 to 65535, not " + port + ".");
        }
        if (threads < 1 || threads > 1024) {
            throw new IllegalArgumentException("The number of threads is 1 to 1024, not " + threads + ".");
        }
        if (softLimitBytes < 1 || hardLimitBytes < softLimitBytes) {
            throw new IllegalArgumentException("The hard limit must not be below the soft limit, nor that below 1.");
        }
        if (gateTimeout.toMillis() < 1 || heartbeat.toMillis() < 1) {
            throw new IllegalArgumentException("gateTimeout and heartbeat must be at least a millisecond.");
        }
        if (maxConnections < 1 || maxPartialBytes < 1 || maxBehindBytes < 1 || slowHandler.isNegative()) {
            throw new IllegalArgumentException(
                    "maxConnections, maxPartialBytes and maxBehindBytes must be positive, slowHandler not negative.");
        }
        observers = List.copyOf(observers);
    }

    public ServerOptions withHost(String host) {
        return with(draft -> draft.host = host);
    }

    public ServerOptions withPort(int port) {
        return with(draft -> draft.port = port);
    }

    public ServerOptions withTransport(String transport) {
        return with(draft -> draft.transport = transport);
    }

    public ServerOptions withThreads(int threads) {
        return with(draft -> draft.threads = threads);
    }

    public ServerOptions withTls(TlsIdentity identity) {
        return withTls(ServerTls.of(identity));
    }

    public ServerOptions withTls(ServerTls tls) {
        return with(draft -> draft.tls = Optional.of(tls));
    }

    public ServerOptions withOrigins(Origins origins) {
        return with(draft -> draft.origins = origins);
    }

    public ServerOptions withProxies(Proxies proxies) {
        return with(draft -> draft.proxies = proxies);
    }

    public ServerOptions withGateTimeout(Duration gateTimeout) {
        return with(draft -> draft.gateTimeout = gateTimeout);
    }

    public ServerOptions withHeartbeat(Duration heartbeat) {
        return with(draft -> draft.heartbeat = heartbeat);
    }

    public ServerOptions withEntrance(Entrance entrance) {
        return with(draft -> draft.entrance = entrance);
    }

    public ServerOptions withLimits(Limits limits) {
        return with(draft -> draft.limits = limits);
    }

    public ServerOptions withRates(Rates rates) {
        return with(draft -> draft.rates = rates);
    }

    public ServerOptions withDeadlines(Deadlines deadlines) {
        return with(draft -> draft.deadlines = deadlines);
    }

    public ServerOptions withLiveness(Liveness liveness) {
        return with(draft -> draft.liveness = liveness);
    }

    public ServerOptions withCompression(Optional<Compression> compression) {
        return with(draft -> draft.compression = compression);
    }

    public ServerOptions withSoftLimitBytes(int softLimitBytes) {
        return with(draft -> draft.softLimitBytes = softLimitBytes);
    }

    public ServerOptions withHardLimitBytes(int hardLimitBytes) {
        return with(draft -> draft.hardLimitBytes = hardLimitBytes);
    }

    public ServerOptions withSlowConsumer(SlowConsumer slowConsumer) {
        return with(draft -> draft.slowConsumer = slowConsumer);
    }

    public ServerOptions withMaxConnections(int maxConnections) {
        return with(draft -> draft.maxConnections = maxConnections);
    }

    public ServerOptions withMaxPartialBytes(long maxPartialBytes) {
        return with(draft -> draft.maxPartialBytes = maxPartialBytes);
    }

    public ServerOptions withDrain(Drain drain) {
        return with(draft -> draft.drain = drain);
    }

    /** These, with handlers on an executor: {@link HandlerThreads#shared}, or one that its owner closes after the server. */
    public ServerOptions withExecutor(Executor executor) {
        return with(draft -> draft.executor = Optional.of(executor));
    }

    public ServerOptions withMaxBehindBytes(int maxBehindBytes) {
        return with(draft -> draft.maxBehindBytes = maxBehindBytes);
    }

    public ServerOptions withSlowHandler(Duration slowHandler) {
        return with(draft -> draft.slowHandler = slowHandler);
    }

    /** These, with one more observer. */
    public ServerOptions withObserver(ServerObserver observer) {
        return with(draft -> draft.observers.add(observer));
    }

    /** These, with figures and health on a port of their own; they are for nobody outside, so mind the address. */
    public ServerOptions withManagement(InetSocketAddress address) {
        return with(draft -> draft.management = Optional.of(address));
    }

    /** The same on a loopback address; port 0 takes a free one. */
    public ServerOptions withManagement(int port) {
        return withManagement(new InetSocketAddress("127.0.0.1", port));
    }

    /** Whom the listener lets in. Through a proxy that is believed comes everybody, so its address is not counted. */
    EntryLimits entryLimits() {
        return entrance.withUncounted(entrance.uncounted().or(proxies::trust))
                .limits(maxConnections, deadlines.request().toMillis());
    }

    /** What a peer must keep to beyond the protocol. */
    Terms terms() {
        return new Terms(
                liveness.ping().toNanos(),
                liveness.pong().toNanos(),
                deadlines.stall().toNanos(),
                deadlines.idle().map(Duration::toNanos).orElse(Terms.UNLIMITED),
                rates.messagesPerSecond(),
                rates.bytesPerSecond());
    }

    private ServerOptions with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.options();
    }

    /** The same fields, to be changed one at a time. */
    private static final class Draft {
        String host;
        int port;
        String transport;
        int threads;
        Optional<ServerTls> tls;
        Origins origins;
        Proxies proxies;
        Duration gateTimeout;
        Duration heartbeat;
        Entrance entrance;
        Limits limits;
        Rates rates;
        Deadlines deadlines;
        Liveness liveness;
        Optional<Compression> compression;
        int softLimitBytes;
        int hardLimitBytes;
        SlowConsumer slowConsumer;
        int maxConnections;
        long maxPartialBytes;
        Drain drain;
        Optional<Executor> executor;
        int maxBehindBytes;
        Duration slowHandler;
        List<ServerObserver> observers;
        Optional<InetSocketAddress> management;

        Draft(ServerOptions from) {
            host = from.host;
            port = from.port;
            transport = from.transport;
            threads = from.threads;
            tls = from.tls;
            origins = from.origins;
            proxies = from.proxies;
            gateTimeout = from.gateTimeout;
            heartbeat = from.heartbeat;
            entrance = from.entrance;
            limits = from.limits;
            rates = from.rates;
            deadlines = from.deadlines;
            liveness = from.liveness;
            compression = from.compression;
            softLimitBytes = from.softLimitBytes;
            hardLimitBytes = from.hardLimitBytes;
            slowConsumer = from.slowConsumer;
            maxConnections = from.maxConnections;
            maxPartialBytes = from.maxPartialBytes;
            drain = from.drain;
            executor = from.executor;
            maxBehindBytes = from.maxBehindBytes;
            slowHandler = from.slowHandler;
            observers = new ArrayList<>(from.observers);
            management = from.management;
        }

        ServerOptions options() {
            return new ServerOptions(
                    host,
                    port,
                    transport,
                    threads,
                    tls,
                    origins,
                    proxies,
                    gateTimeout,
                    heartbeat,
                    entrance,
                    limits,
                    rates,
                    deadlines,
                    liveness,
                    compression,
                    softLimitBytes,
                    hardLimitBytes,
                    slowConsumer,
                    maxConnections,
                    maxPartialBytes,
                    drain,
                    executor,
                    maxBehindBytes,
                    slowHandler,
                    observers,
                    management);
        }
    }
}
