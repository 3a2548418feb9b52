package dev.parley.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.Destination;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.topics.Message;
import dev.parley.topics.Place;
import dev.parley.topics.Subscription;
import dev.parley.topics.TopicListener;
import dev.parley.topics.TopicsClient;
import dev.parley.topics.TopicsClientOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A client that does not read is let go of, comes back and has lost nothing; and nobody else notices. */
class SlowPeerTest {
    /** More than the kernel takes off our hands on loopback, which is several MiB. */
    private static final int MESSAGES = 6_000;

    private static final int BYTES = 6_000;
    private static final TopicName ROOM = new TopicName("room");

    @Test
    void whoDoesNotReadIsLetGoOfAndGoesOnWhereItWas() throws Exception {
        LogOptions kept = LogOptions.DEFAULT.withMaxBytes(256L * 1024 * 1024);
        Topics topics = Topics.start(
                TopicsOptions.DEFAULT.withMaxStall(Duration.ofMillis(500)),
                new EmbeddedBackplane(new MemoryLog(kept)),
                Permissions.ALL);
        Routes routes = topics.addTo(Routes.NONE, "/topics", request -> "somebody");
        // Compressed, all of it would be on its way.
        ServerOptions options = ServerOptions.DEFAULT.withPort(0).withThreads(1).withCompression(Optional.empty());
        CountDownLatch reading = new CountDownLatch(1);
        try (Server server = Server.start(options, routes);
                TopicsClient slow = client(server);
                TopicsClient fast = client(server)) {
            Counting first = new Counting(reading);
            Counting second = new Counting(new CountDownLatch(0));
            slow.subscribe("room", first);
            fast.subscribe("room", second);
            assertThat(first.begun.await(60, TimeUnit.SECONDS) && second.begun.await(60, TimeUnit.SECONDS))
                    .isTrue();
            char[] said = new char[BYTES];
            Arrays.fill(said, 'x');
            said[0] = said[BYTES - 1] = '"';
            byte[] payload = new String(said).getBytes(StandardCharsets.UTF_8);
            for (int i = 1; i <= MESSAGES; i++) {
                topics.publish(ROOM, new Draft("server", "m" + i, Payload.json(payload)));
                if (i % 50 == 0) {
                    second.await(i); // at the pace of the fast one, whom the slow one does not hold up
                }
            }
            Thread.sleep(1_500); // longer than anybody may take to read
            assertThat(first.heard).as("it has stood still").hasValue(0);
            reading.countDown();
            first.await(MESSAGES);
            assertThat(first.subscribed).as("it was let go of, and came back").hasValueGreaterThan(1);
            assertThat(second.subscribed).hasValue(1);
            assertThat(first.losses.get() + second.losses.get()).isZero();
        } finally {
            reading.countDown();
            topics.close();
        }
    }

    private static TopicsClient client(Server server) {
        String url = "ws://127.0.0.1:" + server.address().getPort() + "/topics";
        TopicsClientOptions options = TopicsClientOptions.DEFAULT;
        return new TopicsClient(
                () -> new Destination(url),
                options.withReconnect(options.reconnect().withDelays(Duration.ofMillis(20), Duration.ofMillis(200))));
    }

    /** Counts, and insists on the order. */
    private static final class Counting implements TopicListener {
        final CountDownLatch begun = new CountDownLatch(1);
        final AtomicLong heard = new AtomicLong();
        final AtomicInteger subscribed = new AtomicInteger();
        final AtomicInteger losses = new AtomicInteger();
        private final CountDownLatch reading;

        Counting(CountDownLatch reading) {
            this.reading = reading;
        }

        @Override
        public void onMessage(Message message) {
            try {
                reading.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (!heard.compareAndSet(
                    message.place().offset() - 1, message.place().offset())) {
                losses.incrementAndGet();
            }
        }

        @Override
        public void onSubscribed(Subscription subscription) {
            subscribed.incrementAndGet();
            begun.countDown();
        }

        @Override
        public void onLost(Place place, String reason) {
            losses.incrementAndGet();
        }

        void await(long count) throws InterruptedException {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (heard.get() < count && losses.get() == 0) {
                assertThat(System.nanoTime())
                        .as("heard " + heard + " of " + count)
                        .isLessThan(deadline);
                Thread.sleep(1);
            }
        }
    }
}
