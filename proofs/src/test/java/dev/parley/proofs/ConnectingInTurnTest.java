package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.client.WebSocket;
import dev.parley.client.WebSocketOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A process makes one connection at a time to an address, unless it is told to do otherwise (RFC 6455 §4.1). */
final class ConnectingInTurnTest {
    private static final int SOCKETS = 4;

    // RFC 6455 §4.1: "the client MUST wait until that connection has been established or for that connection to have
    // failed. There MUST be no more than one connection in a CONNECTING state."
    // RFC 6455 §4.1: "If multiple connections to the same IP address are attempted simultaneously, the client MUST
    // serialize them so that there is no more than one connection at a time running through the following steps."
    @Test
    void whileOneConnectsTheOthersWait() throws Exception {
        try (ServerSocket server = silent()) {
            List<RecordingSocket> sockets = connect(server, WebSocketOptions.DEFAULT);
            for (int i = 0; i < SOCKETS; i++) {
                // One comes, and no other before it has failed, which it does as soon as the server is gone from it.
                try (Socket only = server.accept()) {
                    assertThat(only.isConnected()).isTrue();
                    if (i < SOCKETS - 1) {
                        server.setSoTimeout(200);
                        assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
                        server.setSoTimeout(20_000);
                    }
                }
            }
            for (RecordingSocket socket : sockets) {
                assertThat(socket.awaitClose().code()).isEqualTo(1006);
            }
        }
    }

    @Test
    void whoIsClosedWhileWaitingDoesNotHoldUpTheOthers() throws Exception {
        try (ServerSocket server = silent()) {
            List<RecordingSocket> sockets = connect(server, WebSocketOptions.DEFAULT);
            Socket first = server.accept();
            // Whichever of them the first one is: two of those left wait in vain.
            sockets.get(1).webSocket.close();
            sockets.get(2).webSocket.close();
            first.close();
            CompletableFuture.runAsync(() -> {
                try {
                    while (true) {
                        server.accept().close();
                    }
                } catch (IOException testIsOver) {
                    // so is this
                }
            });
            for (RecordingSocket socket : sockets) {
                assertThat(socket.awaitClose().code()).isEqualTo(1006);
            }
        }
    }

    @Test
    void withoutTurnsAllConnectAtOnce() throws Exception {
        try (ServerSocket server = silent()) {
            List<RecordingSocket> sockets = connect(server, WebSocketOptions.DEFAULT.withConnectInTurn(false));
            for (int i = 0; i < SOCKETS; i++) {
                server.accept();
            }
            assertThat(sockets).allMatch(socket -> socket.webSocket.readyState() == WebSocket.CONNECTING);
            sockets.forEach(socket -> socket.webSocket.close());
        }
    }

    private static ServerSocket silent() throws Exception {
        ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        server.setSoTimeout(20_000);
        return server;
    }

    private static List<RecordingSocket> connect(ServerSocket server, WebSocketOptions options) {
        List<RecordingSocket> sockets = new ArrayList<>();
        for (int i = 0; i < SOCKETS; i++) {
            sockets.add(new RecordingSocket("ws://127.0.0.1:" + server.getLocalPort() + "/", options));
        }
        return sockets;
    }
}
