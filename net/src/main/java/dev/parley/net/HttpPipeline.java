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
 * @param refusal how those are told who may not enter
 * @param preamble what comes before that
 */
record HttpPipeline(
        EntryLimits limits,
        Accepted accepted,
        Refusal refusal,
        Preamble preamble,
        int softLimitBytes,
        Function<HttpRequest, HttpAnswer> answers) {

    /** What a request gets; if it is not the request's fault that nobody knows, that. */
    HttpAnswer ask(HttpRequest request) {
        try {
            return answers.apply(request);
        } catch (RuntimeException | Error e) {
            return PlainAnswer.failed(e);
        }
    }

    /**
     * Makes a channel do so.
     *
     * @param place where it is counted
     * @param first what its first request gets, if that was already asked
     * @param millis for the whole of that request
     */
    void init(Channel channel, Place place, Optional<HttpAnswer> first, long millis) {
        if (preamble.proxyHeaderFrom().isPresent()
                && preamble.proxyHeaderFrom().get().test(addressOf(channel))) {
            ProxyHeader.expectOn(channel); // it is said in the clear, also where TLS follows
        }
        if (preamble.tls().isPresent()) {
            // RFC 6455 §4.2.2: "all further communication for the connection (including the server's handshake)
            // MUST run through the encrypted tunnel": all handlers that follow are behind this one.
            SslHandler handler = preamble.tls().get().get().context.newHandler(channel.alloc());
            handler.setHandshakeTimeoutMillis(limits.requestMillis());
            channel.pipeline().addLast(handler);
        }
        HttpDecoderConfig decoding = new HttpDecoderConfig()
                .setMaxInitialLineLength(limits.requestLineBytes())
                .setMaxHeaderSize(limits.headerBytes());
        channel.pipeline()
                .addLast(new RequestDecoder(decoding))
                .addLast(new HttpResponseEncoder())
                .addLast(new HttpServerHandler(
                        first.map(this::afterwards).orElse(this::ask),
                        millis,
                        limits,
                        accepted,
                        place,
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
