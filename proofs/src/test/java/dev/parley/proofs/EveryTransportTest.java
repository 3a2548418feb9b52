package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.engine.Limits;
import dev.parley.engine.Opcode;
import dev.parley.server.Peer;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.server.Subprotocols;
import dev.parley.server.WebSocketHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server does the same whatever carries its bytes: what takes a shorter way on one transport takes no liberties. */
final class EveryTransportTest {
    private static final int LARGEST = 40 * 1024 * 1024;

    private static final WebSocketHandler ECHO = new WebSocketHandler() {
        @Override
        public void onMessage(Peer peer, Opcode kind, ByteBuffer payload) {
            peer.send(kind, payload);
        }
    };

    /** Who takes some of these for blanks around a value does not see the request that a proxy before it saw. */
    @ParameterizedTest
    @ValueSource(strings = {"auto", "nio"})
    void fieldWithACharacterThatIsNoneOfAValueIsRefused(String transport) throws Exception {
        List<String> fields = List.of(
                "X: \nTransfer-Encoding: chunked",
                "X:\nContent-Length: 9",
                "X: a\n",
                "X: a\r",
                "X:\r",
                "X: a\u000b",
                "X: a\u000c",
                "X: a\u001f",
                "X:\u001ca",
                "X: a\u0000",
                "X : a",
                "X",
                ": a");
        try (Server server = start(transport, Subprotocols.NONE)) {
            int port = server.address().getPort();
            for (String field : fields) {
                assertThat(statusOf(port, field)).as(field).isEqualTo(400);
            }
            assertThat(statusOf(port, "X: \t a b \t")).isEqualTo(101);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "nio"})
    void applicationThatFailsWhenItIsAskedIs500(String transport) throws Exception {
        Subprotocols broken = offered -> {
            throw new IllegalStateException("on purpose");
        };
        try (Server server = start(transport, broken)) {
            assertThat(statusOf(server.address().getPort(), "Sec-WebSocket-Protocol: chat"))
                    .isEqualTo(500);
        }
    }

    /** Some are put together in memory that is kept, some in memory that is not. */
    @ParameterizedTest
    @ValueSource(strings = {"auto", "nio"})
    void messagesOfEverySizeComeBack(String transport) throws Exception {
        try (Server server = start(transport, Subprotocols.NONE);
                RawClient client = RawClient.open(server.address().getPort(), "/")) {
            for (int mebibytes : new int[] {1, 5, 9, 20}) {
                byte[] payload = new byte[mebibytes * 1024 * 1024 + 7];
                for (int i = 0; i < payload.length; i++) {
                    payload[i] = (byte) (i * 31 >>> 3);
                }
                Thread sending = new Thread(() -> send(client, payload));
                sending.start();
                assertThat(client.readFrame().payload()).isEqualTo(payload);
                sending.join();
            }
        }
    }

    private static void send(RawClient client, byte[] payload) {
        try {
            client.send(RawClient.frame(0x82, payload));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Server start(String transport, Subprotocols subprotocols) throws Exception {
        return Server.start(
                ServerOptions.DEFAULT
                        .withPort(0)
                        .withTransport(transport)
                        .withLimits(Limits.DEFAULT.withMaxMessageBytes(LARGEST)),
                Routes.NONE.webSocket("/", ECHO, subprotocols));
    }

    private static int statusOf(int port, String field) throws Exception {
        try (RawClient client = new RawClient(port)) {
            String request = RawClient.handshake(port, "/");
            client.send(request.substring(0, request.length() - 2) + field + "\r\n\r\n");
            return Integer.parseInt(client.readHead().substring(9, 12));
        }
    }
}
