package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.Peer;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.server.WebSocketHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server writes into a recording of the JDK Flight Recorder that began after it. */
final class FlightRecordsTest {
    @TempDir
    private Path folder;

    private final CountDownLatch slow = new CountDownLatch(1);

    @Test
    void handshakeMessagesCloseAndSlowHandlerAreRecorded() throws Exception {
        List<RecordedEvent> events = recorded(true);
        assertThat(named(events, "dev.parley.Handshake"))
                .extracting(event -> event.getString("route") + " " + event.getInt("status"))
                .contains("/recorded 101", " 404");
        assertThat(named(events, "dev.parley.Message"))
                .filteredOn(event -> event.getString("route").equals("/recorded"))
                .extracting(event -> event.getString("kind") + event.getBoolean("sent") + event.getLong("bytes"))
                .containsSubsequence("TEXTfalse5", "true5");
        assertThat(named(events, "dev.parley.Close"))
                .filteredOn(event -> event.getString("route").equals("/recorded"))
                .extracting(event -> event.getString("ending") + event.getInt("code"))
                .containsExactly("clean1000");
        assertThat(named(events, "dev.parley.SlowHandler"))
                .anyMatch(event -> event.getString("where").contains("waitForIt"));
    }

    @Test
    void messagesAreRecordedOnlyIfThatIsAskedFor() throws Exception {
        List<RecordedEvent> events = recorded(false);
        assertThat(named(events, "dev.parley.Close")).isNotEmpty();
        assertThat(named(events, "dev.parley.Message")).isEmpty();
    }

    private List<RecordedEvent> recorded(boolean messages) throws Exception {
        Routes routes = Routes.NONE.webSocket("/recorded", new WebSocketHandler() {
            @Override
            public void onText(Peer peer, String text) {
                waitForIt();
                peer.send(text);
            }
        });
        ServerOptions options = ServerOptions.DEFAULT.withPort(0).withThreads(1).withSlowHandler(Duration.ofMillis(20));
        try (Recording recording = new Recording();
                Server server = Server.start(options, routes)) {
            int port = server.address().getPort();
            if (messages) {
                recording.enable("dev.parley.Message");
            }
            recording.start();
            try (RawClient client = RawClient.open(port, "/recorded");
                    RawClient lost = new RawClient(port)) {
                lost.send(RawClient.handshake(port, "/nothing"));
                assertThat(lost.readHead()).startsWith("HTTP/1.1 404");
                client.send(RawClient.text("hello"));
                assertThat(client.readFrame().text()).isEqualTo("hello");
                client.send(RawClient.frame(0x88, new byte[] {3, (byte) 0xE8}));
                assertThat(client.readFrame().closeCode()).isEqualTo(1000);
            }
            Until.so("it is over", () -> server.peers() == 0);
            recording.stop();
            Path file = folder.resolve("recording.jfr");
            Files.deleteIfExists(file);
            recording.dump(file);
            return RecordingFile.readAllEvents(file);
        }
    }

    /** Longer than three looks of the watchdog take, if it has its turn at all. */
    private void waitForIt() {
        try {
            slow.await(500, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals(name))
                .toList();
    }
}
