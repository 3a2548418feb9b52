package dev.parley.proofs.peers;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/** Sends messages back, each before it takes the next one. Public because Tyrus makes one for each connection. */
public final class TyrusEcho extends Endpoint {
    /** Frames are kept whole with their headers. */
    static final int BUFFER_BYTES = PeerServer.MAX_MESSAGE_BYTES + 1024;

    private final CompletableFuture<String> over = new CompletableFuture<>();

    /** Done when the connection is over, with the reason. */
    CompletableFuture<String> over() {
        return over;
    }

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        session.setMaxTextMessageBufferSize(PeerServer.MAX_MESSAGE_BYTES);
        session.setMaxBinaryMessageBufferSize(PeerServer.MAX_MESSAGE_BYTES);
        session.addMessageHandler(
                String.class, text -> sent(() -> session.getBasicRemote().sendText(text)));
        session.addMessageHandler(
                ByteBuffer.class, bytes -> sent(() -> session.getBasicRemote().sendBinary(bytes)));
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        over.complete(reason.getReasonPhrase() == null ? "" : reason.getReasonPhrase());
    }

    @Override
    public void onError(Session session, Throwable cause) {
        // onClose follows.
    }

    private interface Sending {
        void run() throws IOException;
    }

    private static void sent(Sending sending) {
        try {
            sending.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
