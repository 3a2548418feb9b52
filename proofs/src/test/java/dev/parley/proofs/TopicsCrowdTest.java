package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.Destination;
import dev.parley.client.WebSocketOptions;
import dev.parley.topics.Message;
import dev.parley.topics.Payload;
import dev.parley.topics.Place;
import dev.parley.topics.Subscription;
import dev.parley.topics.TopicListener;
import dev.parley.topics.TopicsClient;
import dev.parley.topics.TopicsClientOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many clients lose their server to kill -9 in the same moment, and are all back within a minute with nothing lost. Some hundred by default;
 * {@code -Dcrowd.clients=5000} for the promise as it stands.
 */
@Tag("one-jdk")
final class TopicsCrowdTest {
    private static final int CLIENTS = Integer.getInteger("crowd.clients", 300);
    private static final long PROMISE_SECONDS = 60;

    @Test
    void allAreBackWithinAMinuteAndHaveLostNothing(@TempDir Path data) throws Exception {
        String[] options = {"--data", data.toString()};
        WebSocketOptions plain =
                WebSocketOptions.DEFAULT.withConnectInTurn(false).withCompression(Optional.empty());
        AtomicInteger losses = new AtomicInteger();
        List<Heard> crowd = new ArrayList<>();
        List<TopicsClient> clients = new ArrayList<>();
        ServeProcess server = ServeProcess.serve(options);
        int port = server.port();
        try {
            for (int i = 0; i < CLIENTS; i++) {
                TopicsClient client = new TopicsClient(
                        () -> new Destination("ws://127.0.0.1:" + port + "/topics"),
                        TopicsClientOptions.DEFAULT.withWebSocket(plain));
                clients.add(client);
                Heard heard = new Heard(losses);
                crowd.add(heard);
                client.subscribe("room", heard);
            }
            await(CLIENTS, () ->
                    (int) crowd.stream().filter(heard -> heard.begun.get() == 1).count());
            TopicsClient speaker = clients.get(0);
            long said = say(speaker, 20);
            await(CLIENTS, () -> at(crowd, said));

            server.kill();
            server.awaitExit();
            List<CompletableFuture<?>> meanwhile = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                meanwhile.add(speaker.publish("room", Payload.text("meanwhile")).toCompletableFuture());
            }
            server = ServeProcess.serveAt(port, options);
            long up = System.nanoTime();
            await(CLIENTS, () -> at(crowd, said + meanwhile.size()));
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - up);
            System.out.println(CLIENTS + " clients were back, with all that was said, after " + seconds + " s");
            assertThat(seconds).isLessThanOrEqualTo(PROMISE_SECONDS);
            assertThat(meanwhile).allMatch(CompletableFuture::isDone);
            assertThat(losses).hasValue(0);
        } finally {
            clients.forEach(TopicsClient::close);
            server.close();
        }
    }

    private static int at(List<Heard> crowd, long offset) {
        return (int)
                crowd.stream().filter(heard -> heard.offset.get() == offset).count();
    }

    private static long say(TopicsClient speaker, int count) throws Exception {
        long last = 0;
        for (int i = 0; i < count; i++) {
            last = speaker.publish("room", Payload.text("before"))
                    .toCompletableFuture()
                    .get(60, TimeUnit.SECONDS)
                    .place()
                    .offset();
        }
        return last;
    }

    private static void await(int count, IntSupplier reached) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(2 * PROMISE_SECONDS);
        while (reached.getAsInt() < count) {
            assertThat(System.nanoTime())
                    .as(reached.getAsInt() + " of " + count)
                    .isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    /** Insists on the order. */
    private static final class Heard implements TopicListener {
        final AtomicLong offset = new AtomicLong();
        final AtomicInteger begun = new AtomicInteger();
        private final AtomicInteger losses;

        Heard(AtomicInteger losses) {
            this.losses = losses;
        }

        @Override
        public void onSubscribed(Subscription subscription) {
            begun.incrementAndGet();
        }

        @Override
        public void onMessage(Message message) {
            if (!offset.compareAndSet(
                    message.place().offset() - 1, message.place().offset())) {
                losses.incrementAndGet();
            }
        }

        @Override
        public void onLost(Place place, String reason) {
            losses.incrementAndGet();
        }
    }
}
