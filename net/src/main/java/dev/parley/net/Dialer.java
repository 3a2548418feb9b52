package dev.parley.net;

import dev.parley.engine.ClientHandshake;
import dev.parley.engine.Headers;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.handler.proxy.Socks5ProxyHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to connect to a server: finds out which ways lead there, tries them in turn, and makes the opening handshake.
 * Any thread.
 */
public final class Dialer {
    private static final int LOOKUP_THREADS = 8;
    /** Looking a name up blocks, which an event loop must not; a few threads that come and go with the work. */
    private static final ThreadPoolExecutor LOOKUPS = new ThreadPoolExecutor(
            LOOKUP_THREADS, LOOKUP_THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                Thread thread = new Thread(task, "parley-lookup");
                thread.setDaemon(true);
                return thread;
            });

    static {
        LOOKUPS.allowCoreThreadTimeOut(true);
    }

    /** How many attempts have begun and are not over. */
    private static final AtomicInteger UNDER_WAY = new AtomicInteger();

    private enum Outcome {
        PENDING,
        ACCEPTED,
        FAILED
    }

    private final EventLoops loops;
    private final DialTarget target;
    private final Tls tls;
    private final ClientHandshake handshake;
    private final DialListener listener;
    private final AtomicReference<Outcome> outcome = new AtomicReference<>(Outcome.PENDING);
    private final Future<?> deadline;
    /** What is waited for, for who asks why it took so long. */
    private volatile String stage = "looking for a way there";

    private volatile Route route = Route.DIRECT;
    /** Guarded by this. */
    private @Nullable AddressRace race;
    /** The server whose turn this attempt has, where a proxy looks up the name. Guarded by this. */
    private @Nullable InetSocketAddress turn;

    private Dialer(EventLoops loops, DialTarget target, Tls tls, ClientHandshake handshake, DialListener listener) {
        this.loops = loops;
        this.target = target;
        this.tls = tls;
        this.handshake = handshake;
        this.listener = listener;
        this.deadline = loops.group.schedule(
                () -> fail("no connection within " + target.timeoutMillis() + " ms: still " + stage),
                target.timeoutMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Begins an attempt. */
    public static Dialer dial(
            EventLoops loops, DialTarget target, Tls tls, ClientHandshake handshake, DialListener listener) {
        // RFC 6455 §4.1: the client "MUST open a connection, send an opening handshake, and read the server's handshake
        // in response."
        Dialer dialer = new Dialer(loops, target, tls, handshake, listener);
        // Attempts that were given up are over, and what of them waits somewhere takes its place until its turn comes.
        int left = LOOKUPS.getQueue().size() + Turns.waiting();
        if (Math.max(UNDER_WAY.getAndIncrement(), left) < target.maxConnecting()) {
            LOOKUPS.execute(dialer::findRoutes);
        } else {
            // Not within this call: who dials does not expect an answer before it has a dialer.
            loops.group.execute(
                    () -> dialer.fail(target.maxConnecting() + " sockets of this process are connecting, or wait to"));
        }
        return dialer;
    }

    /** Gives the attempt up, unless it is over. The listener is told. */
    public void cancel() {
        fail("given up");
    }

    // ---- the way there: on threads that may block ----

    private void findRoutes() {
        Iterator<Route> routes;
        try {
            routes = target.routing().routes().iterator();
        } catch (RuntimeException e) {
            fail("it cannot be told which proxy leads there: " + e);
            return;
        }
        take(routes);
    }

    private void take(Iterator<Route> routes) {
        if (outcome.get() != Outcome.PENDING) {
            return;
        }
        route = routes.next();
        if (route.isDirect() || !target.inTurn()) {
            connect(routes);
            return;
        }
        // RFC 6455 §4.1: "If the client cannot determine the IP address of the remote host (for example, because all
        // communication is being done through a proxy server that performs DNS queries itself), then the client MUST
        // assume for the purposes of this step that each host name refers to a distinct remote host"
        InetSocketAddress server = InetSocketAddress.createUnresolved(target.host(), target.port());
        Turns.enter(server, () -> {
            synchronized (this) {
                if (outcome.get() != Outcome.PENDING) {
                    return false;
                }
                turn = server;
            }
            LOOKUPS.execute(() -> connect(routes));
            return true;
        });
    }

    private void connect(Iterator<Route> further) {
        boolean direct = route.isDirect();
        String host = direct ? target.host() : route.host();
        int port = direct ? target.port() : route.port();
        stage = "looking up the name " + host;
        List<InetSocketAddress> addresses;
        try {
            addresses = Addresses.interleaved(List.of(InetAddress.getAllByName(host))).stream()
                    .map(address -> new InetSocketAddress(address, port))
                    .toList();
        } catch (UnknownHostException e) {
            unreachable(further, new IOException("unknown host " + host, e));
            return;
        }
        stage = "waiting for other sockets that connect to " + host;
        AddressRace begun = new AddressRace(
                loops.group.next(),
                loops.kind(),
                addresses,
                direct ? null : serverForProxy(),
                direct && target.inTurn(),
                this::addHandlers,
                why -> unreachable(further, why));
        synchronized (this) {
            if (outcome.get() != Outcome.PENDING) {
                return;
            }
            race = begun;
        }
        try {
            begun.start();
        } catch (RejectedExecutionException e) {
            fail("the event loops are closed");
        }
    }

    private void unreachable(Iterator<Route> further, IOException why) {
        Route tried = route;
        leaveTurn();
        String proxy = tried.isDirect() ? "" : "the proxy " + tried.printable() + " cannot be reached: ";
        LOOKUPS.execute(() -> {
            if (!tried.isDirect() && outcome.get() == Outcome.PENDING) {
                target.routing().onUnreachable(tried, why);
            }
            if (further.hasNext()) {
                take(further);
            } else {
                // RFC 6455 §4.1: "If the connection could not be opened ... then the client MUST _Fail the WebSocket
                // Connection_ and abort the connection attempt."
                fail(proxy + why.getMessage());
            }
        });
    }

    /** A name is the proxy's to look up; an address is an address for SOCKS only if it is no text. */
    private InetSocketAddress serverForProxy() {
        byte[] address = NetUtil.createByteArrayFromIpAddressString(target.host());
        try {
            return address == null
                    ? InetSocketAddress.createUnresolved(target.host(), target.port())
                    : new InetSocketAddress(InetAddress.getByAddress(address), target.port());
        } catch (UnknownHostException e) {
            throw new AssertionError("An address has four or sixteen bytes.", e);
        }
    }

    private void leaveTurn() {
        InetSocketAddress had;
        synchronized (this) {
            had = turn;
            turn = null;
        }
        if (had != null) {
            Turns.leave(had);
        }
    }

    // ---- the connection: on its event loop ----

    private void addHandlers(Channel channel, InetSocketAddress address) {
        stage = "asking " + (route.isDirect() ? target.host() : route.host()) + " for a TCP connection";
        ChannelPipeline pipeline = channel.pipeline();
        if (!route.isDirect()) {
            pipeline.addLast(proxyHandler(address));
        }
        if (target.secure()) {
            // RFC 6455 §4.1: "the client MUST perform a TLS handshake over the connection after opening the connection
            // and before sending the handshake data", and "all further communication on this channel MUST run through
            // the encrypted tunnel": nothing of ours is outside of this handler, but what is said to a proxy.
            // RFC 6455 §4.1: "Clients MUST use the Server Name Indication extension in the TLS handshake": it is told
            // the host for that.
            SslHandler handler = tls.context.newHandler(channel.alloc(), target.host(), target.port());
            handler.setHandshakeTimeoutMillis(target.timeoutMillis());
            pipeline.addLast(handler);
        }
        pipeline.addLast(new HttpClientCodec(new HttpDecoderConfig(), false, false))
                .addLast(new HttpClientHandler(this));
    }

    private ProxyHandler proxyHandler(InetSocketAddress proxy) {
        String user = route.credentials().map(Route.Credentials::user).orElse(null);
        String password = route.credentials().map(Route.Credentials::password).orElse(null);
        ProxyHandler handler;
        if (route.kind() == Route.Kind.SOCKS5) {
            handler = new Socks5ProxyHandler(proxy, user, password);
        } else if (user == null || password == null) {
            handler = new HttpProxyHandler(proxy);
        } else {
            handler = new HttpProxyHandler(proxy, user, password);
        }
        handler.setConnectTimeoutMillis(0); // the whole attempt has a deadline
        return handler;
    }

    DialTarget target() {
        return target;
    }

    Tls tls() {
        return tls;
    }

    Route route() {
        return route;
    }

    ClientHandshake handshake() {
        return handshake;
    }

    DialListener listener() {
        return listener;
    }

    /** @param now what is waited for now */
    void stage(String now) {
        stage = now;
    }

    /** The server agreed: the owner of the connection, or null if the attempt was given up in the meantime. */
    @Nullable
    ConnectionHandler accept(ClientHandshake.Accepted accepted) {
        return settle(Outcome.ACCEPTED) ? listener.onAccepted(accepted) : null;
    }

    /** The server answered, and said no. */
    void refuse(int status, Headers headers, String why) {
        if (status != 101 && outcome.get() == Outcome.PENDING) {
            listener.onRefused(status, headers);
        }
        fail(why);
    }

    void fail(String why) {
        // RFC 6455 §7.2.1: during the opening handshake, too, "the client MUST _Fail the WebSocket Connection_ as
        // defined in Section 7.1.7."
        if (settle(Outcome.FAILED)) {
            listener.onFailed(why);
        }
    }

    /** The server says where else to try. */
    void redirect(String location) {
        if (settle(Outcome.FAILED)) {
            listener.onRedirected(location);
        }
    }

    private boolean settle(Outcome decided) {
        AddressRace begun;
        synchronized (this) {
            if (!outcome.compareAndSet(Outcome.PENDING, decided)) {
                return false;
            }
            begun = race;
        }
        UNDER_WAY.decrementAndGet();
        deadline.cancel(false);
        leaveTurn();
        if (begun != null) {
            begun.end(decided == Outcome.ACCEPTED);
        }
        return true;
    }
}
