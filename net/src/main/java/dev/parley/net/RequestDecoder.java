package dev.parley.net;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;

/** Netty's decoder of requests, without its leniency towards the request line (RFC 9112 §2.3, §3.2). */
final class RequestDecoder extends HttpRequestDecoder {
    private static final int VERSION_LENGTH = "HTTP/1.1".length();

    RequestDecoder(HttpDecoderConfig config) {
        super(config);
    }

    @Override
    protected HttpMessage createMessage(String[] requestLine) throws Exception {
        if (!isVersion(requestLine[2])) {
            throw new IllegalArgumentException("not a version of HTTP");
        }
        if (!requestLine[1].chars().allMatch(RequestDecoder::mayStandInTarget)) {
            throw new IllegalArgumentException("a control character in the request target");
        }
        return super.createMessage(requestLine);
    }

    /** Case matters: what others take for another version, or for none, is not to be taken for this one. */
    private static boolean isVersion(String text) {
        return text.length() == VERSION_LENGTH
                && text.startsWith("HTTP/")
                && isDigit(text.charAt(5))
                && text.charAt(6) == '.'
                && isDigit(text.charAt(7));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean mayStandInTarget(int c) {
        return c > ' ' && c != 0x7F;
    }
}
