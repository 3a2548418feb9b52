package dev.parley.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.util.List;

/**
 * Netty's decoder of requests, without its leniency towards the request line (RFC 9112 §2.3, §3.2), and it can wait: what follows a
 * request may be no further one. Confined to its channel's event loop.
 */
final class RequestDecoder extends HttpRequestDecoder {
    private static final int VERSION_LENGTH = "HTTP/1.1".length();

    private boolean paused;
    private boolean ended;

    RequestDecoder(HttpDecoderConfig config) {
        super(config);
    }

    /** Keeps what comes from now on; who pauses it sees to it that little comes. */
    void pause() {
        paused = true;
    }

    /** Goes on with what was kept. Not to be called from within what this decoder calls. */
    void resume(ChannelHandlerContext own) throws Exception {
        paused = false;
        channelRead(own, Unpooled.EMPTY_BUFFER);
    }

    /** Drops what comes from now on. */
    void end() {
        ended = true;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        if (ended) {
            in.skipBytes(in.readableBytes());
        } else if (!paused) {
            super.decode(context, in, out);
        }
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
