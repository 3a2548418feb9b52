package dev.parley.proofs.peers;

import io.netty.handler.codec.compression.ZlibCodecFactory;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtensionHandler;
import io.netty.handler.codec.http.websocketx.extensions.compression.DeflateFrameServerExtensionHandshaker;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateServerExtensionHandshaker;

/**
 * What Netty's own handler for compression does, but that it agrees to {@code server_no_context_takeover}: with its defaults it
 * declines to compress for a client that asks for this.
 */
final class NettyCompression {
    /** The default of its handler. */
    private static final int LEVEL = 6;

    private static final int WINDOW_BITS = 15;

    private NettyCompression() {}

    static WebSocketServerExtensionHandler handler() {
        return new WebSocketServerExtensionHandler(
                new PerMessageDeflateServerExtensionHandshaker(
                        LEVEL,
                        ZlibCodecFactory.isSupportingWindowSizeAndMemLevel(),
                        WINDOW_BITS,
                        true,
                        false,
                        PeerServer.MAX_MESSAGE_BYTES),
                new DeflateFrameServerExtensionHandshaker(LEVEL, PeerServer.MAX_MESSAGE_BYTES));
    }
}
