package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.engine.Ending;
import dev.parley.server.Peer;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.server.WebSocketHandler;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A handler that throws costs its own connection 1011. */
final class HandlerFailureTest {
    /** Throws where the text says so. */
    private static final class Throwing implements WebSocketHandler {
        final BlockingQueue<Ending> endings = new LinkedBlockingQueue<>();

        @Override
        public void onOpen(Peer peer) {
            if (peer.request().query().equals("throw")) {
                throw new IllegalStateException("in onOpen");
            }
        }

        @Override
        public void onText(Peer peer, String text) {
            switch (text) {
                case "exception" -> throw new IllegalStateException("in onText");
                case "error" -> throw new StackOverflowError();
                default -> peer.send(text);
            }
        }

        @Override
        public void onClose(Peer peer, Ending ending) {
            endings.add(ending);
            throw new IllegalStateException("in onClose");
        }
    }

    @Test
    void itsConnectionEndsWith1011AndTheOthersGoOn() throws Exception {
        Throwing handler = new Throwing();
        Routes routes = Routes.NONE.webSocket("/", handler);
        try (Server server = Server.start(ServerOptions.DEFAULT.withPort(0).withThreads(1), routes)) {
            String url = "ws://127.0.0.1:" + server.address().getPort() + "/";
            RecordingSocket bystander = new RecordingSocket(url).awaitOpen();
            for (String how : new String[] {"exception", "error"}) {
                RecordingSocket socket = new RecordingSocket(url).awaitOpen();
                socket.webSocket.send(how);
                socket.webSocket.send("never answered");
                assertThat(socket.awaitClose().code()).isEqualTo(1011);
                assertThat(socket.events).doesNotContain("message");
            }
            assertThat(new RecordingSocket(url + "?throw").awaitClose().code()).isEqualTo(1011);
            bystander.webSocket.send("still here");
            assertThat(bystander.awaitMessage()).isEqualTo("still here");
            for (int i = 0; i < 3; i++) {
                assertThat(handler.endings.poll(10, TimeUnit.SECONDS)).isNotNull();
            }
            assertThat(handler.endings).as("onClose once for each").isEmpty();
        }
    }
}
