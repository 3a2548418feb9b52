package dev.parley.server;

import dev.parley.engine.PartialMessages;
import dev.parley.net.EventLoops;
import dev.parley.net.Listener;
import dev.parley.net.Preamble;
import dev.parley.net.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket and HTTP server on one port. A program stays alive while a server of its is not closed. Any thread.
 *
 * <pre>{@code
 * Routes routes = Routes.NONE.webSocket("/chat", chat);
 * Server server = Server.start(ServerOptions.DEFAULT, routes); // 127.0.0.1, port 8080
 * Runtime.getRuntime().addShutdownHook(new Thread(server::close)); // 1001 to everybody
 * }</pre>
 */
public final class Server implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.parley.server");
    private final ServerOptions options;
    private final Shared shared;
    private final PartialMessages partial;
    private final EventLoops loops;
    private final Listener listener;
    private final Optional<CurrentTls> tls;
    private final @Nullable Management management;
    private final AtomicBoolean draining = new AtomicBoolean();
    private volatile boolean closing;
    private final CountDownLatch closed = new CountDownLatch(1);

    private Server(ServerOptions options, Routes routes) throws IOException {
        Figures figures = new Figures();
        this.options = options.management().isPresent() ? options.withObserver(figures) : options;
        this.partial = PartialMessages.upTo(options.maxPartialBytes());
        this.tls = options.tls().map(CurrentTls::new);
        InetSocketAddress address = address(options);
        this.loops = EventLoops.start(options.transport(), options.threads(), "parley-server", false);
        this.shared = new Shared(this.options);
        this.listener = listen(routes, address);
        tls.ifPresent(CurrentTls::start);
        this.management = manage(figures);
        String secured = tls.isEmpty() ? "" : ", TLS by " + Tls.provider();
        LOG.log(System.Logger.Level.INFO, "transport {0} ({1}){2}", loops.transport(), loops.choice(), secured);
        managementAddress()
                .ifPresent(at -> LOG.log(
                        System.Logger.Level.INFO,
                        "management on http://{0}:{1}/metrics",
                        at.getHostString(),
                        Integer.toString(at.getPort())));
    }

    /**
     * Starts a server; when this returns, it listens.
     *
     * @throws IOException if the address cannot be had, with the reason
     * @throws IllegalArgumentException if there is no such transport, or the TLS identity cannot be used
     * @throws IllegalStateException if the transport does not work on this machine, with the reason
     */
    public static Server start(ServerOptions options, Routes routes) throws IOException {
        return new Server(options, routes);
    }

    /** Where it listens, with the port that was taken. */
    public InetSocketAddress address() {
        return listener.address();
    }

    /** Where {@code /metrics} and {@code /healthz} are, if the options say so. */
    public Optional<InetSocketAddress> managementAddress() {
        return Optional.ofNullable(management).map(Management::address);
    }

    /** Whether it has begun to leave: a balancer should send nobody here any more. */
    public boolean isDraining() {
        return draining.get();
    }

    @Override
    public String toString() {
        return "Server[" + listener.address() + ", " + peers() + " peers]";
    }

    /** The transport in use, for instance {@code io_uring}. */
    public String transport() {
        return loops.transport();
    }

    /** How many peers are connected. */
    public int peers() {
        return shared.peers().size();
    }

    /** Waits until the server is closed, by another thread. */
    public void awaitClose() throws InterruptedException {
        closed.await();
    }

    /**
     * Leaves, as {@link ServerOptions#drain} says: is {@link #isDraining}, stops accepting, ends event streams and closes every peer, in
     * waves, hears what they still have to say, and ends what is left. Must not be called on an event loop, nor by a handler.
     */
    @Override
    public void close() {
        if (!draining.compareAndSet(false, true)) {
            return;
        }
        try {
            Thread.sleep(options.drain().notice().toMillis());
            stopAccepting();
            new Farewell(shared.peers(), shared.streams(), options.drain()).run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stopAccepting();
        shared.peers().forEach(Peer::abort);
        listener.close();
        loops.close();
        shared.watchdog().close();
        if (management != null) {
            management.close();
        }
        closed.countDown();
    }

    private void stopAccepting() {
        closing = true;
        listener.stopAccepting();
        tls.ifPresent(CurrentTls::close);
    }

    private Listener listen(Routes routes, InetSocketAddress address) throws IOException {
        Router router = new Router(
                routes,
                shared,
                partial,
                draining::get,
                () -> closing,
                address.getAddress().isLoopbackAddress());
        Proxies proxies = options.proxies();
        Preamble preamble = new Preamble(
                tls.map(current -> current), proxies.proxyProtocol() ? Optional.of(proxies::trust) : Optional.empty());
        try {
            return Listener.open(
                    loops,
                    address,
                    preamble,
                    options.entryLimits(),
                    options.softLimitBytes(),
                    new Reception(router, shared)::answer);
        } catch (IOException e) {
            loops.close();
            shared.watchdog().close();
            // Transports put their own words before the operating system's.
            String message = String.valueOf(e.getMessage());
            String reason = message.substring(message.lastIndexOf(": ") + 1).strip();
            throw new IOException("cannot listen on " + options.host() + " port " + options.port() + ": " + reason, e);
        }
    }

    private @Nullable Management manage(Figures figures) throws IOException {
        if (options.management().isEmpty()) {
            return null;
        }
        try {
            return Management.open(options.management().get(), this, new MetricsPage(this, figures, listener, partial));
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private static InetSocketAddress address(ServerOptions options) throws IOException {
        try {
            return new InetSocketAddress(InetAddress.getByName(options.host()), options.port());
        } catch (UnknownHostException e) {
            throw new IOException("There is no host " + options.host() + ".", e);
        }
    }
}
