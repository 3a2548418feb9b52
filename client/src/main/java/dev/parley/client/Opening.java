package dev.parley.client;

import dev.parley.engine.ClientHandshake;
import dev.parley.engine.Headers;
import dev.parley.net.ConnectionHandler;
import dev.parley.net.DialListener;
import dev.parley.net.DialTarget;
import dev.parley.net.Dialer;
import dev.parley.net.EventLoops;
import dev.parley.net.Tls;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The way of a {@link Socket} to its server, through redirects if the options allow them: from the URL to the accepted
 * handshake. Any thread.
 */
final class Opening {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** What all sockets of this program share; made with the first of them. */
    private static final class Shared {
        static final EventLoops LOOPS = EventLoops.start(
                "auto", Math.min(4, Runtime.getRuntime().availableProcessors()), "parley-client", true);
    }

    private final List<String> protocols;
    private final WebSocketOptions options;
    private final HandshakeFields fields;
    private final DialListener owner;
    private final long deadline;
    private final WebSocketUrl url;
    private boolean cancelled;
    private @Nullable Dialer dialer;

    /** @param owner is told what came of it; redirects are not its business */
    Opening(WebSocketUrl url, List<String> protocols, WebSocketOptions options, DialListener owner) {
        this.url = url;
        this.protocols = protocols;
        this.options = options;
        this.fields = new HandshakeFields(options);
        this.owner = owner;
        this.deadline = System.nanoTime() + options.connectTimeout().toNanos();
    }

    void start() {
        dial(Redirects.none(url));
    }

    /** Gives it up, unless it is over. The owner is told. */
    void cancel() {
        Dialer current;
        synchronized (this) {
            cancelled = true;
            current = dialer;
        }
        if (current != null) {
            current.cancel();
        }
    }

    private void dial(Redirects way) {
        WebSocketUrl to = way.at();
        Headers headers;
        Tls tls;
        try {
            headers = fields.request(to, way.isStranger());
            tls = Trust.of(options, way.isStranger() ? Optional.empty() : options.identity());
        } catch (IOException e) {
            owner.onFailed("the cookies for it cannot be had: " + e.getMessage());
            return;
        } catch (RuntimeException e) {
            owner.onFailed(
                    String.valueOf(e.getMessage())); // of a cookie handler, or of TLS that cannot use what it is given
            return;
        }
        byte[] nonce = new byte[16];
        // RFC 6455 §4.1: "The nonce MUST be selected randomly for each connection."
        RANDOM.nextBytes(nonce);
        DialTarget target = new DialTarget(
                to.host(),
                to.port(),
                to.secure(),
                to.requestTarget(),
                headers,
                options.proxies().routing(to),
                millisFor(way),
                options.connectInTurn(),
                options.maxConnecting(),
                options.maxRedirects() > 0,
                options.limits());
        boolean givenUp;
        synchronized (this) {
            givenUp = cancelled;
            if (!givenUp) {
                dialer = Dialer.dial(
                        Shared.LOOPS,
                        target,
                        tls,
                        new ClientHandshake(nonce, protocols, options.compression()),
                        new Step(way));
            }
        }
        if (givenUp) {
            owner.onFailed("given up");
        }
    }

    private long millisFor(Redirects way) {
        return way.followed() == 0
                ? options.connectTimeout().toMillis()
                : Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
    }

    /** The attempt at one server. */
    private final class Step implements DialListener {
        private final Redirects way;

        Step(Redirects way) {
            this.way = way;
        }

        @Override
        public void onAnswer(Headers headers) {
            try {
                fields.answered(way.at(), headers);
            } catch (IOException | RuntimeException e) {
                System.getLogger("dev.parley.client")
                        .log(System.Logger.Level.WARNING, "The cookies of an answer could not be kept.", e);
            }
        }

        @Override
        public ConnectionHandler onAccepted(ClientHandshake.Accepted accepted) {
            return owner.onAccepted(accepted);
        }

        @Override
        public void onRedirected(String location) {
            try {
                dial(way.to(location, options.maxRedirects()));
            } catch (Redirects.RefusedException e) {
                onFailed(e.getMessage());
            }
        }

        @Override
        public void onRefused(int status, Headers headers) {
            owner.onRefused(status, headers);
        }

        @Override
        public void onFailed(String why) {
            owner.onFailed(
                    way.followed() == 0
                            ? why
                            : why + " (redirected to " + way.at().printable() + ")");
        }
    }
}
