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
 * A request as Netty parsed it, and what it means for the connection. Immutable.
 *
 * @param head must not change any more
 * @param hasBody whether a body follows that was not taken yet
 */
record Question(io.netty.handler.codec.http.HttpRequest head, boolean hasBody) {
    static Question of(io.netty.handler.codec.http.HttpRequest head) {
        return new Question(head, HttpUtil.isTransferEncodingChunked(head) || HttpUtil.getContentLength(head, 0L) > 0);
    }

    /** The same, once its body was taken. */
    Question taken() {
        return new Question(head, false);
    }

    /** Whether its body is known to be longer than that. */
    boolean hasBodyOver(int bytes) {
        return HttpUtil.getContentLength(head, 0L) > bytes;
    }

    /** RFC 9110 §10.1.1: whether the client waits to be told that its body is wanted. */
    boolean waitsToContinue() {
        return isHttp11() && HttpUtil.is100ContinueExpected(head);
    }

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
