package dev.parley.client;

import dev.parley.engine.Compression;
import dev.parley.engine.Headers;
import dev.parley.engine.Limits;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * What a program needs beside the browser's {@link WebSocket}. Immutable.
 *
 * @param headers header fields to add to the handshake, for instance {@code Origin}, {@code Cookie} or {@code
 *     Authorization}
 * @param trusted certificates to trust instead of the platform's; none for the platform's. The host name is checked always
 * @param connectTimeout for everything up to the open connection: name, TCP, TLS and handshake
 * @param connectInTurn whether a socket waits while another one of this process connects to the same address and port, as RFC
 *     6455 §4.1 asks so that no page floods a server with handshakes. A program that needs hundreds at once may not want to
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
        List<X509Certificate> trusted,
        Duration connectTimeout,
        boolean connectInTurn,
        Limits limits,
        Optional<Compression> compression,
        long maxBufferedAmount,
        int maxWaitingMessages,
        Executor executor,
        Optional<String> base,
        int maxBlobInMemory) {

    /**
     * No header fields, the platform's trust, 30 s to connect, one at a time to an address, messages to 16 MiB (a program chooses its servers, so it can
     * bear more than a server does), 64 MiB to be sent, 1,024 waiting messages; listeners on threads of their own; no base; blobs to
     * 16 MiB in memory, so that nothing is written to a disk as long as the largest message is what it is by default.
     */
    public static final WebSocketOptions DEFAULT = new WebSocketOptions(
            Headers.NONE,
            List.of(),
            Duration.ofSeconds(30),
            true,
            Limits.DEFAULT.withMaxMessageBytes(16 * 1024 * 1024),
            Optional.of(Compression.DEFAULT),
            64L * 1024 * 1024,
            1024,
            EventThreads.DEFAULT,
            Optional.empty(),
            16 * 1024 * 1024);

    /** @throws IllegalArgumentException if a header belongs to the handshake itself, or a number is out of its range */
    public WebSocketOptions {
        trusted = List.copyOf(trusted);
        for (String reserved : List.of("Host", "Connection", "Upgrade", "Content-Length", "Transfer-Encoding")) {
            if (headers.contains(reserved)) {
                throw new IllegalArgumentException("The handshake sets " + reserved + " itself.");
            }
        }
        for (Headers.Field field : headers) {
            if (field.name().regionMatches(true, 0, "Sec-WebSocket-", 0, 14)) {
                throw new IllegalArgumentException("The handshake sets " + field.name() + " itself.");
            }
        }
        if (connectTimeout.isNegative() || connectTimeout.isZero()) {
            throw new IllegalArgumentException("connectTimeout must be positive.");
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
        return new WebSocketOptions(
                headers,
                trusted,
                connectTimeout,
                connectInTurn,
                limits,
                compression,
                maxBufferedAmount,
                maxWaitingMessages,
                executor,
                base,
                maxBlobInMemory);
    }

    public WebSocketOptions withTrusted(List<X509Certificate> trusted) {
        return new WebSocketOptions(
                headers,
                trusted,
                connectTimeout,
                connectInTurn,
                limits,
                compression,
                maxBufferedAmount,
                maxWaitingMessages,
                executor,
                base,
                maxBlobInMemory);
    }

    public WebSocketOptions withConnectTimeout(Duration connectTimeout) {
        return new WebSocketOptions(
                headers,
                trusted,
                connectTimeout,
                connectInTurn,
                limits,
                compression,
                maxBufferedAmount,
                maxWaitingMessages,
                executor,
                base,
                maxBlobInMemory);
    }

    public WebSocketOptions withConnectInTurn(boolean connectInTurn) {
        return new WebSocketOptions(
                headers,
                trusted,
                connectTimeout,
                connectInTurn,
                limits,
                compression,
                maxBufferedAmount,
                maxWaitingMessages,
                executor,
                base,
                maxBlobInMemory);
    }

    public WebSocketOptions withLimits(Limits limits) {
        return new WebSocketOptions(
                headers,
                trusted,
                connectTimeout,
                connectInTurn,
                limits,
                compression,
                maxBufferedAmount,
                maxWaitingMessages,
                executor,
                base,
                maxBlobInMemory);
    }

    public WebSocketOptions withCompression(Optional<Compression> compression) {
        return new WebSocketOptions(
                headers,
                trusted,
                connectTimeout,
                connectInTurn,
                limits,
                compression,
                maxBufferedAmount,
                maxWaitingMessages,
                executor,
                base,
                maxBlobInMemory);
    }

    public WebSocketOptions withMaxBufferedAmount(long maxBufferedAmount) {
        return new WebSocketOptions(
                headers,
                trusted,
                connectTimeout,
                connectInTurn,
                limits,
                compression,
                maxBufferedAmount,
                maxWaitingMessages,
                executor,
                base,
                maxBlobInMemory);
    }

    public WebSocketOptions withMaxWaitingMessages(int maxWaitingMessages) {
        return new WebSocketOptions(
                headers,
                trusted,
                connectTimeout,
                connectInTurn,
                limits,
                compression,
                maxBufferedAmount,
                maxWaitingMessages,
                executor,
                base,
                maxBlobInMemory);
    }

    public WebSocketOptions withExecutor(Executor executor) {
        return new WebSocketOptions(
                headers,
                trusted,
                connectTimeout,
                connectInTurn,
                limits,
                compression,
                maxBufferedAmount,
                maxWaitingMessages,
                executor,
                base,
                maxBlobInMemory);
    }

    /** @param base with the scheme ws, wss, http or https */
    public WebSocketOptions withBase(Optional<String> base) {
        return new WebSocketOptions(
                headers,
                trusted,
                connectTimeout,
                connectInTurn,
                limits,
                compression,
                maxBufferedAmount,
                maxWaitingMessages,
                executor,
                base,
                maxBlobInMemory);
    }

    public WebSocketOptions withMaxBlobInMemory(int maxBlobInMemory) {
        return new WebSocketOptions(
                headers,
                trusted,
                connectTimeout,
                connectInTurn,
                limits,
                compression,
                maxBufferedAmount,
                maxWaitingMessages,
                executor,
                base,
                maxBlobInMemory);
    }
}
