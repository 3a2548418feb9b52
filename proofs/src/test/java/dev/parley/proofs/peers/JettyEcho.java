package dev.parley.proofs.peers;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;

/** Sends messages back, and asks for the next one when one is sent. Public because Jetty calls it by reflection. */
public final class JettyEcho implements Session.Listener {
    private final CompletableFuture<Session> opened = new CompletableFuture<>();
    private final CompletableFuture<String> over;

    /** @param over done when the connection is over, with the reason */
    JettyEcho(CompletableFuture<String> over) {
        this.over = over;
    }

    @Override
    public void onWebSocketOpen(Session session) {
        opened.complete(session);
        session.demand();
    }

    @Override
    public void onWebSocketText(String text) {
        Session session = opened.join();
        session.sendText(text, Callback.from(session::demand, failure -> session.disconnect()));
    }

    @Override
    public void onWebSocketBinary(ByteBuffer bytes, Callback lent) {
        Session session = opened.join();
        session.sendBinary(
                bytes,
                Callback.from(
                        () -> {
                            lent.succeed();
                            session.demand();
                        },
                        failure -> {
                            lent.fail(failure);
                            session.disconnect();
                        }));
    }

    @Override
    public void onWebSocketClose(int code, @Nullable String reason, Callback done) {
        over.complete(reason == null ? "" : reason);
        done.succeed();
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        // onWebSocketClose follows.
    }
}
