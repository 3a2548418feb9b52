package dev.parley.net;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes an accepted channel speak HTTP/1.1, over TLS or not. Immutable.
 *
 * @param preamble what comes before that
 */
record HttpPipeline(
        Accepted accepted, Preamble preamble, int softLimitBytes, Function<HttpRequest, HttpAnswer> answers) {
    /** A request line longer than this is refused with 414. Browsers and proxies stay below 2,000 in practice. */
    static final int MAX_REQUEST_LINE = 4 * 1024;
    /** Header fields longer than this in all are refused with 431. It leaves room for large cookies. */
    static final int MAX_HEADER_BYTES = 16 * 1024;
    /** From accept to a whole request, TLS included. */
    static final long REQUEST_TIMEOUT_MILLIS = 10_000;

    /** What a request gets; if it is not the request's fault that nobody knows, that. */
    HttpAnswer ask(HttpRequest request) {
        try {
            return answers.apply(request);
        } catch (RuntimeException e) {
            return PlainAnswer.failed(e);
        }
    }

    /**
     * Makes a channel do so.
     *
     * @param first what its first request gets, if that was already asked
     * @param millis for the whole of that request
     */
    void init(Channel channel, Optional<HttpAnswer> first, long millis) {
        if (preamble.proxyHeaderFrom().isPresent()
                && preamble.proxyHeaderFrom().get().test(addressOf(channel))) {
            ProxyHeader.expectOn(channel); // it is said in the clear, also where TLS follows
        }
        if (preamble.tls().isPresent()) {
            // RFC 6455 §4.2.2: "all further communication for the connection (including the server's handshake)
            // MUST run through the encrypted tunnel": all handlers that follow are behind this one.
            SslHandler handler = preamble.tls().get().get().context.newHandler(channel.alloc());
            handler.setHandshakeTimeoutMillis(Tls.HANDSHAKE_TIMEOUT_MILLIS);
            channel.pipeline().addLast(handler);
        }
        HttpDecoderConfig limits = new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_REQUEST_LINE)
                .setMaxHeaderSize(MAX_HEADER_BYTES);
        channel.pipeline()
                .addLast(new RequestDecoder(limits))
                .addLast(new HttpResponseEncoder())
                .addLast(new HttpServerHandler(
                        first.map(this::afterwards).orElse(this::ask),
                        millis,
                        REQUEST_TIMEOUT_MILLIS,
                        accepted,
                        softLimitBytes));
    }

    private static InetAddress addressOf(Channel channel) {
        return ((InetSocketAddress) channel.remoteAddress()).getAddress();
    }

    private Function<HttpRequest, HttpAnswer> afterwards(HttpAnswer first) {
        AtomicReference<@Nullable HttpAnswer> next = new AtomicReference<>(first);
        return request -> {
            HttpAnswer known = next.getAndSet(null);
            return known != null ? known : ask(request);
        };
    }
}
