package dev.parley.net;

import dev.parley.engine.Headers;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Date;

/** Answers as Netty's encoder wants them, with the fields that every answer has. Stateless. */
final class ResponseHead {
    private ResponseHead() {}

    /** A whole answer, or its head alone for a HEAD request. */
    static FullHttpResponse whole(HttpAnswer.Respond respond, boolean keepAlive, boolean headOnly) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(respond.status()),
                headOnly ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(respond.body()));
        complete(response, respond.headers(), keepAlive);
        // RFC 9110 §8.6: not in a 204; and in a 304 it would be the length of what is not sent.
        if (respond.status() != 204 && respond.status() != 304) {
            response.headers().set(HttpHeaderNames.CONTENT_LENGTH, respond.body().length);
        }
        return response;
    }

    /** 100: what the client waits for before it sends a body. */
    static FullHttpResponse goOn() {
        return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER);
    }

    /** The head of a file's bytes. */
    static FullHttpResponse withoutBody(HttpAnswer.FromFile file, boolean keepAlive) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(file.status()), Unpooled.EMPTY_BUFFER);
        complete(response, file.headers(), keepAlive);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, file.count());
        return response;
    }

    /** The same, to be followed by them. */
    static HttpResponse of(HttpAnswer.FromFile file, boolean keepAlive) {
        HttpResponse response =
                new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(file.status()));
        complete(response, file.headers(), keepAlive);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, file.count());
        return response;
    }

    /**
     * The head of a body whose end is not known. The connection ends with the body: whatever comes after a request for such an answer
     * would wait for ever.
     *
     * @param chunked whether the client knows how to find the end (HTTP/1.1); else it is the connection's
     */
    static HttpResponse of(HttpAnswer.Stream stream, boolean chunked) {
        HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        complete(response, stream.headers(), false);
        if (chunked) {
            response.headers().set(HttpHeaderNames.TRANSFER_ENCODING, "chunked");
        }
        return response;
    }

    private static void complete(HttpResponse response, Headers headers, boolean keepAlive) {
        headers.forEach(field -> response.headers().add(field.name(), field.value()));
        // RFC 9110 §6.6.1: an origin server with a clock MUST send Date.
        response.headers().set(HttpHeaderNames.DATE, DateFormatter.format(new Date()));
        if (!keepAlive) {
            response.headers().add(HttpHeaderNames.CONNECTION, "close");
        }
    }
}
