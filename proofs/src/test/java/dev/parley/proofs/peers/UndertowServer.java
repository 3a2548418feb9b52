package dev.parley.proofs.peers;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedBinaryMessage;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import io.undertow.websockets.extensions.PerMessageDeflateHandshake;
import java.net.InetSocketAddress;

/** Undertow as a server. */
final class UndertowServer extends AbstractReceiveListener {
    private UndertowServer() {}

    static PeerServer begin() {
        Undertow server = Undertow.builder()
                .setIoThreads(1) // as all others have here
                .addHttpListener(0, PeerServer.HOST)
                .setHandler(Handlers.websocket((exchange, channel) -> {
                            channel.getReceiveSetter().set(new UndertowServer());
                            channel.resumeReceives();
                        })
                        .addExtension(new PerMessageDeflateHandshake()))
                .build();
        server.start();
        InetSocketAddress address =
                (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
        return PeerServer.at(address.getPort(), server::stop);
    }

    @Override
    protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
        WebSockets.sendText(message.getData(), channel, null);
    }

    @Override
    protected void onFullBinaryMessage(WebSocketChannel channel, BufferedBinaryMessage message) {
        // Buffers of a pool: what is sent later must not be in them.
        try (var pooled = message.getData()) {
            WebSockets.sendBinary(WebSockets.mergeBuffers(pooled.getResource()), channel, null);
        }
    }

    @Override
    protected long getMaxTextBufferSize() {
        return PeerServer.MAX_MESSAGE_BYTES;
    }

    @Override
    protected long getMaxBinaryBufferSize() {
        return PeerServer.MAX_MESSAGE_BYTES;
    }
}
