package dev.parley.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The client's core against a {@link SimulatedServer} that goes wrong by a seed. */
@Tag("one-jdk")
class ExchangeTest {
    private static final long SEEDS = Long.getLong("exchange.seeds", 500);

    @Test
    void whateverGoesWrongEachMessageIsHeardOnceAndInOrderAndEachIsAcknowledged() {
        Long one = Long.getLong("exchange.seed");
        int losses = 0;
        for (long seed = one == null ? 1 : one; seed <= (one == null ? SEEDS : one); seed++) {
            try {
                losses += run(seed);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("with -Dexchange.seed=" + seed, e);
            }
        }
        assertThat(losses).as("losses told").isPositive();
    }

    @Test
    void moreQuestionsThanMayWaitAreNotAsked() {
        SimulatedServer away = new SimulatedServer(1);
        Exchange client = new Exchange(TopicsClientOptions.DEFAULT, away.random::nextLong, away);
        for (int i = 0; i < TopicsClientOptions.DEFAULT.maxAsked(); i++) {
            assertThat(client.ask(ref -> "{}")).isNotDone();
        }
        assertThat(client.ask(ref -> "{}")).isCompletedExceptionally();
    }

    private static int run(long seed) {
        SimulatedServer server = new SimulatedServer(seed);
        TopicsClientOptions options = TopicsClientOptions.DEFAULT.withPingInterval(Duration.ofMillis(100));
        Exchange client = new Exchange(options, server.random::nextLong, server);
        server.client = client;
        Recorder recorder = new Recorder();
        Subscription subscription =
                client.subscribe("t", SubscribeOptions.DEFAULT.withFrom(new Place("e0", 0)), recorder);
        int count = server.random.nextInt(1, 120);
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String id = "m" + i;
            client.publish("t", id, Payload.text("message " + i))
                    .whenComplete((ack, failure) -> answers.add(failure == null ? ack.id() : failure.toString()));
            server.run(server.random.nextInt(10));
        }
        server.run(3_000);
        server.trouble = false;
        server.run(10_000);

        assertThat(answers).as("each is acknowledged once").hasSize(count).doesNotHaveDuplicates();
        assertThat(answers).allMatch(answer -> answer.startsWith("m"));
        assertThat(client.waiting()).isZero();
        assertThat(subscription.place())
                .isEqualTo(new Place(server.epoch(), server.all().size()));
        // After the last loss it has heard just what the log has since then.
        assertThat(recorder.since)
                .isEqualTo(server.all()
                        .subList((int) recorder.lastLoss.offset(), server.all().size()));
        server.acked.forEach((id, offset) ->
                assertThat(server.all().get((int) (offset - 1))).isEqualTo("\"message " + id.substring(1) + "\""));
        return recorder.losses;
    }

    /** Believes nothing. */
    private static final class Recorder implements TopicListener {
        final Map<Place, String> heard = new LinkedHashMap<>();
        List<String> since = new ArrayList<>();
        Place lastLoss = new Place("e0", 0);
        Place last = lastLoss;
        int losses;

        @Override
        public void onMessage(Message message) {
            assertThat(message.place()).isEqualTo(new Place(last.epoch(), last.offset() + 1));
            assertThat(heard.put(message.place(), message.payload().json())).isNull();
            last = message.place();
            since.add(message.payload().json());
        }

        @Override
        public void onLost(Place place, String reason) {
            assertThat(reason).isEqualTo("epoch_changed");
            last = place;
            lastLoss = place;
            losses++;
            since = new ArrayList<>();
        }
    }
}
