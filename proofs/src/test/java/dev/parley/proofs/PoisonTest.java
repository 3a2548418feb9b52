package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.Chat;
import dev.parley.pubsub.Backplane;
import dev.parley.pubsub.EmbeddedBackplane;
import dev.parley.pubsub.LogOptions;
import dev.parley.pubsub.MemoryLog;
import dev.parley.pubsub.Permissions;
import dev.parley.pubsub.Topics;
import dev.parley.pubsub.TopicsOptions;
import dev.parley.server.Peer;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.server.WebSocketHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages by which applications on WebSockets were brought down, or had everybody else disconnected. */
final class PoisonTest {
    private static Topics topics;
    private static Server server;

    @BeforeAll
    static void start() throws IOException {
        Backplane backplane = new EmbeddedBackplane(new MemoryLog(LogOptions.DEFAULT));
        topics = Topics.start(TopicsOptions.DEFAULT, backplane, Permissions.ALL);
        Routes routes = Chat.addTo(Routes.NONE, topics).webSocket("/leave", new WebSocketHandler() {
            @Override
            public void onText(Peer peer, String text) {
                try {
                    peer.close(1000, text);
                } catch (IllegalArgumentException e) {
                    peer.send("too long");
                }
            }
        });
        server = Server.start(ServerOptions.DEFAULT.withPort(0), routes);
    }

    @AfterAll
    static void stop() {
        server.close();
        topics.close();
    }

    static Stream<String> packets() {
        return Stream.of(
                "null",
                "[]",
                "[null]",
                "0",
                "\"\"",
                "{}",
                "{\"type\":null}",
                "{\"type\":{\"type\":\"message\"}}",
                "{\"type\":-2147483648}",
                "{\"type\":1e999999999}",
                "{\"type\":\"message\",\"text\":null}",
                "{\"type\":\"message\",\"text\":\"\\ud800\"}",
                "{\"type\":\"message\",\"text\":\"\\udc00\\ud800\"}",
                "{\"type\":\"username\",\"name\":\"\\ud800\"}",
                "{\"type\":\"message\",\"text\":\"\\u0000\"}",
                "{\"type\":\"message\",\"text\":\"T(java.lang.Runtime).getRuntime().exit(1)\"}",
                "[".repeat(60_000),
                "{\"a\":".repeat(12_000),
                "{\"type\":\"message\",\"text\":" + "[".repeat(30_000) + "]".repeat(30_000) + "}",
                "9".repeat(60_000));
    }

    @ParameterizedTest
    @MethodSource("packets")
    void costsNobodyTheirConnection(String packet) throws Exception {
        try (RawClient sender = join("sender");
                RawClient other = join("other")) {
            sender.send(RawClient.text(packet));
            sender.send(RawClient.text("{\"type\":\"message\",\"text\":\"and then\"}"));
            for (RawClient each : new RawClient[] {sender, other}) {
                String text;
                do {
                    text = wellFormed(each.readFrame());
                } while (!text.contains("and then"));
            }
        }
    }

    private static RawClient join(String name) throws IOException {
        RawClient client = RawClient.open(server.address().getPort(), "/chat");
        assertThat(wellFormed(client.readFrame())).contains("\"id\""); // from here on it hears all
        client.send(RawClient.text("{\"type\":\"username\",\"name\":\"" + name + "\"}"));
        return client;
    }

    private static String wellFormed(RawClient.Frame frame) throws CharacterCodingException {
        assertThat(frame.first()).isEqualTo(0x81);
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(frame.payload()))
                .toString();
    }

    /** It is the caller's fault, and known before anything has changed. */
    @Test
    void reasonThatIsTooLongHarmsNothing() throws Exception {
        try (RawClient client = RawClient.open(server.address().getPort(), "/leave")) {
            client.send(RawClient.text("é".repeat(62)));
            assertThat(client.readFrame().text()).isEqualTo("too long");
            client.send(RawClient.text("é".repeat(61)));
            assertThat(client.readFrame().closeCode()).isEqualTo(1000);
        }
    }
}
