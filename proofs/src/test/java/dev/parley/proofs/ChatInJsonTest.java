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
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The room as clients meet it that wait for nothing: those that the chat's JSON was made for answer each packet when they like. */
final class ChatInJsonTest {
    private Topics topics;
    private Server server;

    @BeforeEach
    void start() throws IOException {
        Backplane backplane = new EmbeddedBackplane(new MemoryLog(LogOptions.DEFAULT));
        topics = Topics.start(TopicsOptions.DEFAULT, backplane, Permissions.ALL);
        server = Server.start(ServerOptions.DEFAULT.withPort(0), Chat.addTo(Routes.NONE, topics));
    }

    @AfterEach
    void stop() {
        server.close();
        topics.close();
    }

    @Test
    void whatIsSaidRightAfterTheNameIsSaidUnderIt() throws Exception {
        try (RawClient ada = enter()) {
            ada.send(RawClient.text(username("Ada")));
            for (int i = 0; i < 5; i++) {
                ada.send(RawClient.text(message("line " + i)));
            }
            for (int i = 0; i < 5; i++) {
                assertThat(awaitPacket(ada, "message")).contains("\"name\":\"Ada\"", "\"line " + i + "\"");
            }
        }
    }

    @Test
    void whoHasNoNameYetHearsWhatIsSaidAndIsNotSeen() throws Exception {
        try (RawClient listener = enter();
                RawClient ada = enter()) {
            ada.send(RawClient.text(username("Ada")));
            ada.send(RawClient.text(message("hello")));
            assertThat(awaitPacket(listener, "message")).contains("\"hello\"", "\"Ada\"");
            ada.send(RawClient.text(username("Ada Lovelace")));
            String list;
            do {
                list = awaitPacket(listener, "userlist");
            } while (!list.contains("Lovelace"));
            assertThat(list).contains("[\"Ada Lovelace\"]");
        }
    }

    private RawClient enter() throws IOException {
        RawClient client = RawClient.open(server.address().getPort(), "/chat");
        awaitPacket(client, "userlist");
        return client;
    }

    private static String username(String name) {
        return "{\"type\":\"username\",\"name\":\"" + name + "\"}";
    }

    private static String message(String text) {
        return "{\"type\":\"message\",\"text\":\"" + text + "\"}";
    }

    private static String awaitPacket(RawClient client, String type) throws IOException {
        String packet;
        do {
            packet = client.readFrame().text();
        } while (!packet.contains("\"type\":\"" + type + "\""));
        return packet;
    }
}
