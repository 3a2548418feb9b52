package dev.parley.client;

import dev.parley.engine.Compression;
import dev.parley.engine.Headers;
import dev.parley.engine.Limits;
import java.net.CookieHandler;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Options while one of them is changed. One caller at a time. */
final class WebSocketOptionsDraft {
    Headers headers;
    Optional<Authorization> authorization;
    Optional<CookieHandler> cookies;
    Optional<String> origin;
    List<X509Certificate> trusted;
    Optional<ClientIdentity> identity;
    Set<TlsVersion> tlsVersions;
    Proxies proxies;
    Duration connectTimeout;
    boolean connectInTurn;
    int maxConnecting;
    int maxRedirects;
    Optional<KeepAlive> keepAlive;
    Limits limits;
    Optional<Compression> compression;
    long maxBufferedAmount;
    int maxWaitingMessages;
    Executor executor;
    Optional<String> base;
    int maxBlobInMemory;

    private WebSocketOptionsDraft(WebSocketOptions options) {
        headers = options.headers();
        authorization = options.authorization();
        cookies = options.cookies();
        origin = options.origin();
        trusted = options.trusted();
        identity = options.identity();
        tlsVersions = options.tlsVersions();
        proxies = options.proxies();
        connectTimeout = options.connectTimeout();
        connectInTurn = options.connectInTurn();
        maxConnecting = options.maxConnecting();
        maxRedirects = options.maxRedirects();
        keepAlive = options.keepAlive();
        limits = options.limits();
        compression = options.compression();
        maxBufferedAmount = options.maxBufferedAmount();
        maxWaitingMessages = options.maxWaitingMessages();
        executor = options.executor();
        base = options.base();
        maxBlobInMemory = options.maxBlobInMemory();
    }

    /** Options like these but for what the change does. */
    static WebSocketOptions changed(WebSocketOptions options, Consumer<WebSocketOptionsDraft> change) {
        WebSocketOptionsDraft draft = new WebSocketOptionsDraft(options);
        change.accept(draft);
        return draft.options();
    }

    private WebSocketOptions options() {
        return new WebSocketOptions(
                headers,
                authorization,
                cookies,
                origin,
                trusted,
                identity,
                tlsVersions,
                proxies,
                connectTimeout,
                connectInTurn,
                maxConnecting,
                maxRedirects,
                keepAlive,
                limits,
                compression,
                maxBufferedAmount,
                maxWaitingMessages,
                executor,
                base,
                maxBlobInMemory);
    }
}
