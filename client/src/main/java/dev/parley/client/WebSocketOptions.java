package dev.parley.client;

import dev.parley.engine.Compression;
import dev.parley.engine.Headers;
import dev.parley.engine.Limits;
import java.net.CookieHandler;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * What a program needs beside the browser's {@link WebSocket}. Immutable. No secret in it is printed.
 *
 * @param headers header fields to add to the handshake. In a redirect to another origin only {@code User-Agent} of them is sent
 * @param authorization what the server is told to let us in, instead of what the URL says; sent to no other origin
 * @param cookies where cookies come from and go to, asked with the URL of the server with http or https as its scheme, for
 *     instance a {@link java.net.CookieManager}. It is called on the event loop, too, and must not block
 * @param origin what the server is told of where the program comes from, as browsers do: {@code https://example.org}
 * @param trusted certificates to trust instead of the platform's; none for the platform's. The host name is checked always
 * @param identity who the client is, for a server that asks for a certificate; shown to no other origin
 * @param tlsVersions which versions of TLS are spoken
 * @param proxies which proxy is used, if any
 * @param connectTimeout for everything up to the open connection: name, TCP, proxy, TLS, handshake, redirects
 * @param connectInTurn whether a socket waits while another one of this process connects to the same address and port, as RFC
 *     6455 §4.1 asks so that no page floods a server with handshakes. A program that needs hundreds at once may not want to
 * @param maxConnecting how many sockets of this process may be connecting when this one begins, those included that wait for a name
 *     server or for their turn; else it fails at once
 * @param maxRedirects how many redirects are followed, one after another; never from wss to ws
 * @param keepAlive when a server that says nothing is asked whether it is still there; empty for never
 * @param limits what the server may do
 * @param compression how messages are compressed if the server agrees; empty to offer no compression
 * @param maxBufferedAmount over this many bytes waiting to be sent the connection fails, as a browser's does
 * @param maxWaitingMessages how many messages wait for the first listener; more are dropped, with one warning
 * @param executor where listeners run, one at a time for a socket; they may block if it lets them
 * @param base what relative URLs are relative to, as they are to its address in a page; empty to refuse them
 * @param maxBlobInMemory binary messages of more bytes, where a blob is wanted of them, go into a temporary file, which is deleted
 *     when the blob is collected, at the latest at the program's end
 */
public record WebSocketOptions(
        Headers headers,
        Optional<Authorization> authorization,
        Optional<CookieHandler> cookies,
        Optional<String> origin,
        List<X509Certificate> trusted,
        Optional<ClientIdentity> identity,
        Set<TlsVersion> tlsVersions,
        Proxies proxies,
        Duration connectTimeout,
        boolean connectInTurn,
        int maxConnecting,
        int maxRedirects,
        Optional<KeepAlive> keepAlive,
        Limits limits,
        Optional<Compression> compression,
        long maxBufferedAmount,
        int maxWaitingMessages,
        Executor executor,
        Optional<String> base,
        int maxBlobInMemory) {

    /** More redirects than this lead nowhere; browsers follow as many for a page. */
    public static final int MAX_REDIRECTS = 20;

    private static final List<String> OF_THE_HANDSHAKE = List.of(
            "Host",
            "Connection",
            "Upgrade",
            "Content-Length",
            "Transfer-Encoding",
            "TE",
            "Trailer",
            "Expect",
            "Keep-Alive");

    /** RFC 6454 §6.2, of one scheme, host and port. */
    private static final Pattern ORIGIN =
            Pattern.compile("null|[a-z][a-z0-9+.-]*://([^\\s/?#@:\\[\\]]+|\\[[0-9a-fA-F:.]+])(:[0-9]{1,5})?");

    /**
     * No header fields and no credentials, the platform's trust, TLS 1.2 and 1.3, the platform's proxies, 30 s to connect, one
     * at a time to an address and 16,384 in all, no redirects, a ping after 25 s of silence, messages to 16 MiB (a program chooses its servers, so
     * it can bear more than a server does), 64 MiB to be sent, 1,024 waiting messages; listeners on threads of their own; no base; blobs to
     * 16 MiB in memory, so that nothing is written to a disk as long as the largest message is what it is by default.
     */
    public static final WebSocketOptions DEFAULT = new WebSocketOptions(
            Headers.NONE,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            EnumSet.allOf(TlsVersion.class),
            Proxies.SYSTEM,
            Duration.ofSeconds(30),
            true,
            16 * 1024,
            0,
            Optional.of(KeepAlive.DEFAULT),
            Limits.DEFAULT.withMaxMessageBytes(16 * 1024 * 1024).withMessageTimeoutNanos(Long.MAX_VALUE),
            Optional.of(Compression.DEFAULT),
            64L * 1024 * 1024,
            1024,
            EventThreads.DEFAULT,
            Optional.empty(),
            16 * 1024 * 1024);

    /** @throws IllegalArgumentException if a header belongs to the handshake itself, or a value is out of its range */
    public WebSocketOptions {
        trusted = List.copyOf(trusted);
        tlsVersions = Set.copyOf(tlsVersions);
        for (Headers.Field field : headers) {
            boolean isOfTheHandshake = OF_THE_HANDSHAKE.stream().anyMatch(field.name()::equalsIgnoreCase)
                    || field.name().toLowerCase(Locale.ROOT).startsWith("sec-websocket-");
            if (isOfTheHandshake) {
                throw new IllegalArgumentException("The handshake sets " + field.name() + " itself.");
            }
            if (field.name().equalsIgnoreCase("Proxy-Authorization")) {
                throw new IllegalArgumentException("The server would read it: use Proxies.withCredentials.");
            }
        }
        if (authorization.isPresent() && headers.contains("Authorization")) {
            throw new IllegalArgumentException("There are two of Authorization: in the headers, and as the option.");
        }
        if (origin.isPresent() && headers.contains("Origin")) {
            throw new IllegalArgumentException("There are two of Origin: in the headers, and as the option.");
        }
        if (origin.isPresent() && !ORIGIN.matcher(origin.get()).matches()) {
            throw new IllegalArgumentException("An origin is scheme, host and perhaps port: https://example.org");
        }
        if (tlsVersions.isEmpty()) {
            throw new IllegalArgumentException("At least one version of TLS must be spoken.");
        }
        if (connectTimeout.toMillis() < 1) {
            throw new IllegalArgumentException("connectTimeout must be at least a millisecond.");
        }
        if (maxConnecting < 0) {
            throw new IllegalArgumentException("maxConnecting must not be negative.");
        }
        if (maxRedirects < 0 || maxRedirects > MAX_REDIRECTS) {
            throw new IllegalArgumentException("maxRedirects must be 0 to " + MAX_REDIRECTS + ".");
        }
        if (maxBufferedAmount < 1 || maxWaitingMessages < 0 || maxBlobInMemory < 0) {
            throw new IllegalArgumentException(
                    "maxBufferedAmount must be positive, maxWaitingMessages and maxBlobInMemory not negative.");
        }
        try {
            base.ifPresent(WebSocketUrl::parseBase);
        } catch (DOMException e) {
            throw new IllegalArgumentException("The base cannot be one: " + e.getMessage(), e);
        }
    }

    public WebSocketOptions withHeaders(Headers headers) {
        return with(draft -> draft.headers = headers);
    }

    /** These and one more header field. */
    public WebSocketOptions withHeader(String name, String value) {
        return withHeaders(headers.with(name, value));
    }

    public WebSocketOptions withAuthorization(Authorization authorization) {
        return with(draft -> draft.authorization = Optional.of(authorization));
    }

    public WebSocketOptions withCookies(CookieHandler cookies) {
        return with(draft -> draft.cookies = Optional.of(cookies));
    }

    public WebSocketOptions withOrigin(String origin) {
        return with(draft -> draft.origin = Optional.of(origin));
    }

    public WebSocketOptions withTrusted(List<X509Certificate> trusted) {
        return with(draft -> draft.trusted = trusted);
    }

    public WebSocketOptions withIdentity(ClientIdentity identity) {
        return with(draft -> draft.identity = Optional.of(identity));
    }

    public WebSocketOptions withTlsVersions(Collection<TlsVersion> versions) {
        return with(draft -> draft.tlsVersions = Set.copyOf(versions));
    }

    public WebSocketOptions withProxies(Proxies proxies) {
        return with(draft -> draft.proxies = proxies);
    }

    public WebSocketOptions withConnectTimeout(Duration connectTimeout) {
        return with(draft -> draft.connectTimeout = connectTimeout);
    }

    public WebSocketOptions withConnectInTurn(boolean connectInTurn) {
        return with(draft -> draft.connectInTurn = connectInTurn);
    }

    public WebSocketOptions withMaxConnecting(int maxConnecting) {
        return with(draft -> draft.maxConnecting = maxConnecting);
    }

    public WebSocketOptions withMaxRedirects(int maxRedirects) {
        return with(draft -> draft.maxRedirects = maxRedirects);
    }

    public WebSocketOptions withKeepAlive(Optional<KeepAlive> keepAlive) {
        return with(draft -> draft.keepAlive = keepAlive);
    }

    public WebSocketOptions withLimits(Limits limits) {
        return with(draft -> draft.limits = limits);
    }

    public WebSocketOptions withCompression(Optional<Compression> compression) {
        return with(draft -> draft.compression = compression);
    }

    public WebSocketOptions withMaxBufferedAmount(long maxBufferedAmount) {
        return with(draft -> draft.maxBufferedAmount = maxBufferedAmount);
    }

    public WebSocketOptions withMaxWaitingMessages(int maxWaitingMessages) {
        return with(draft -> draft.maxWaitingMessages = maxWaitingMessages);
    }

    public WebSocketOptions withExecutor(Executor executor) {
        return with(draft -> draft.executor = executor);
    }

    /** @param base with the scheme ws, wss, http or https */
    public WebSocketOptions withBase(Optional<String> base) {
        return with(draft -> draft.base = base);
    }

    public WebSocketOptions withMaxBlobInMemory(int maxBlobInMemory) {
        return with(draft -> draft.maxBlobInMemory = maxBlobInMemory);
    }

    private WebSocketOptions with(Consumer<WebSocketOptionsDraft> change) {
        return WebSocketOptionsDraft.changed(this, change);
    }
}
