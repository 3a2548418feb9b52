package dev.parley.net;

import dev.parley.engine.Headers;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.ssl.SslHandler;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A whole request as Netty parsed it, and what it means for the connection. Immutable.
 *
 * @param head must not change any more
 */
record Question(io.netty.handler.codec.http.HttpRequest head) {
    boolean isHead() {
        return head.method().equals(HttpMethod.HEAD);
    }

    /** RFC 9112 §2.3: a higher minor version is to be understood as the highest one that is known. */
    boolean isHttp11() {
        return head.protocolVersion().minorVersion() >= 1;
    }

    boolean keepsAlive() {
        return HttpUtil.isKeepAlive(head) && isHttp11();
    }

    boolean hasBody() {
        return HttpUtil.isTransferEncodingChunked(head) || HttpUtil.getContentLength(head, 0L) > 0;
    }

    /** Asks, unless it is nothing that one could ask. */
    HttpAnswer ask(ChannelHandlerContext context, Function<HttpRequest, HttpAnswer> answers) {
        Optional<Headers> headers = HeaderFields.of(head.headers());
        if (headers.isEmpty()) {
            return PlainAnswer.text(400, "Malformed header field.");
        }
        if (!headers.get().namesOneHost() && (isHttp11() || headers.get().contains("Host"))) {
            // RFC 9112 §3.2: "A server MUST respond with a 400 (Bad Request) status code to any HTTP/1.1 request
            // message that lacks a Host header field and to any request message that contains more than one Host header
            // field line or a Host header field with an invalid field value."
            return PlainAnswer.text(400, "A request needs one Host header, which names a host.");
        }
        SslHandler tls = context.pipeline().get(SslHandler.class);
        Optional<ProxyHeader.Client> client = ProxyHeader.of(context.channel());
        return answers.apply(new HttpRequest(
                head.method().name(),
                head.uri(),
                head.protocolVersion().text(),
                headers.get(),
                client.<SocketAddress>map(ProxyHeader.Client::address)
                        .orElse(context.channel().remoteAddress()),
                tls != null || client.map(ProxyHeader.Client::secure).orElse(false),
                client.isPresent(),
                tls == null ? List.of() : Tls.peer(tls)));
    }
}
