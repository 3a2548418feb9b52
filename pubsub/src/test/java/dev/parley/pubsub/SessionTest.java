package dev.parley.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What clients say and hear, on one thread. */
class SessionTest {
    private static final TopicName ROOM = new TopicName("room");

    private final World world = new World(1);
    private final World.Loop loop = world.new Loop(() -> true);
    private final Map<String, Boolean> forbidden = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private Log log = new MemoryLog(LogOptions.DEFAULT.withMaxMessages(50));
    private TopicsOptions options = TopicsOptions.DEFAULT;
    private Topics topics;

    // ---- subscribing and resuming ----

    @Test
    void whoSubscribesHearsWhatIsSaidFromThenOn() {
        publish(3);
        Client ada = client("ada");
        Map<String, Object> subscribed =
                ada.say("subscribe", "\"topic\":\"room\"").get(0);
        assertThat(subscribed)
                .containsEntry("offset", 3L)
                .containsEntry("recovered", false)
                .doesNotContainKey("reason");
        publish(1);
        assertThat(ada.heard()).extracting(each -> each.get("offset")).containsExactly(4L);
    }

    @Test
    void whoComesBackHearsJustWhatItMissed() {
        publish(20);
        String epoch = epoch();
        List<Map<String, Object>> heard = client("ada").say("subscribe", at(epoch, 12));
        assertThat(heard.get(0)).containsEntry("recovered", true).containsEntry("offset", 12L);
        assertThat(heard.subList(1, heard.size()))
                .extracting(each -> each.get("offset"))
                .containsExactly(13L, 14L, 15L, 16L, 17L, 18L, 19L, 20L);
    }

    @Test
    void whoCannotResumeIsToldWhyAndWhereItIs() {
        publish(80);
        String epoch = epoch();
        assertThat(reason(at("another", 12))).isEqualTo("epoch_changed 80");
        assertThat(reason(at(epoch, 12))).isEqualTo("trimmed 80");
        assertThat(reason(at(epoch, 81))).isEqualTo("ahead 80");
        options = options.withMaxRecovered(10);
        assertThat(reason(at(epoch, 69))).isEqualTo("too_far 80");
        assertThat(reason(at(epoch, 70))).isEqualTo("null 70");
        forbidden.put("history", true);
        assertThat(reason(at(epoch, 79))).isEqualTo("forbidden 80");
    }

    @Test
    void whoCannotResumeBeginsWithTheHistoryItWants() {
        publish(80);
        List<Map<String, Object>> heard = client("ada").say("subscribe", at("another", 12) + ",\"history\":3");
        assertThat(heard).extracting(each -> each.get("offset")).containsExactly(77L, 78L, 79L, 80L);
        heard = client("ada").say("subscribe", "\"topic\":\"room\",\"history\":1000");
        assertThat(heard.get(0)).as("all that is kept").containsEntry("offset", 30L);
        assertThat(heard).hasSize(51);
    }

    @Test
    void manyHearOneMessageThatIsPreparedOnce() {
        List<Client> clients =
                IntStream.range(0, 20).mapToObj(i -> client("user" + i)).toList();
        clients.forEach(client -> client.say("subscribe", "\"topic\":\"room\""));
        publish(1);
        assertThat(clients).allSatisfy(client -> assertThat(client.heard()).hasSize(1));
        assertThat(clients.stream()
                        .map(client -> client.outlet.prepared().get(0))
                        .distinct())
                .hasSize(1);
    }

    @Test
    void theSamePublishedTwiceIsAcknowledgedTwiceAndHeardOnce() {
        Client ada = client("ada");
        ada.say("subscribe", "\"topic\":\"room\"");
        String message = "\"topic\":\"room\",\"id\":\"x\",\"data\":{\"a\":[1,2.50]}";
        List<Map<String, Object>> first = ada.say("publish", message);
        List<Map<String, Object>> again = ada.say("publish", message);
        assertThat(first).extracting(each -> each.get("type")).containsExactlyInAnyOrder("ack", "message");
        assertThat(again).hasSize(1);
        assertThat(again.get(0))
                .containsEntry("type", "ack")
                .containsEntry("offset", 1L)
                .containsEntry("again", true);
        assertThat(again.get(0)).containsEntry("durability", "memory");
    }

    @Test
    void whatIsSaidInBytesIsHeardInBytes() {
        Client ada = client("ada");
        ada.say("subscribe", "\"topic\":\"room\"");
        List<Map<String, Object>> heard = ada.say("publish", "\"topic\":\"room\",\"id\":\"x\",\"base64\":\"AAH/\"");
        assertThat(heard).anySatisfy(each -> assertThat(each).containsEntry("base64", "AAH/"));
    }

    @Test
    void historyIsGivenByCountPlaceAndAge() {
        publish(30);
        Client ada = client("ada");
        assertThat(offsets(ada.say("history", "\"topic\":\"room\",\"limit\":3")))
                .containsExactly(28L, 29L, 30L);
        assertThat(offsets(ada.say("history", "\"topic\":\"room\",\"limit\":3,\"before\":28")))
                .containsExactly(25L, 26L, 27L);
        assertThat(offsets(ada.say("history", "\"topic\":\"room\",\"limit\":3,\"before\":2")))
                .containsExactly(1L);
        assertThat(offsets(ada.say("history", "\"topic\":\"room\",\"limit\":3,\"before\":0")))
                .isEmpty();
        assertThat(offsets(ada.say("history", "\"topic\":\"room\",\"limit\":3,\"age\":86400")))
                .as("the clock of this world is later than that of the log")
                .isEmpty();
    }

    @Test
    void whoLeavesHearsNothingMore() {
        Client ada = client("ada");
        ada.say("subscribe", "\"topic\":\"room\"");
        assertThat(ada.say("unsubscribe", "\"topic\":\"room\"").get(0)).containsEntry("type", "unsubscribed");
        publish(1);
        assertThat(ada.heard()).isEmpty();
        assertThat(topics.topics()).isZero();
    }

    // ---- presence ----

    @Test
    void whoIsThereIsKnownAndWhoComesAndLeavesIsTold() {
        Client ada = client("ada");
        ada.say("subscribe", "\"topic\":\"room\",\"presence\":true");
        Client bob = client("bob");
        bob.say("subscribe", "\"topic\":\"room\"");
        assertThat(ada.heard()).anySatisfy(each -> assertThat(each).containsEntry("count", 2L));
        Map<String, Object> present = bob.say("presence", "\"topic\":\"room\"").get(0);
        assertThat(present).containsEntry("count", 2L);
        bob.session.end();
        assertThat(ada.heard()).anySatisfy(each -> assertThat(each).containsEntry("count", 1L));
    }

    @Test
    void inALargeTopicPresenceIsToldTogether() {
        options = options.withPresence(10, 5, Duration.ofSeconds(1), Duration.ofSeconds(60));
        Client ada = client("ada");
        ada.say("subscribe", "\"topic\":\"room\",\"presence\":true");
        for (int i = 0; i < 200; i++) {
            client("user" + i)
                    .session
                    .receive("{\"type\":\"subscribe\",\"topic\":\"room\"}".getBytes(StandardCharsets.UTF_8));
        }
        world.runUntil(world.now() + 5_000);
        List<Map<String, Object>> told = ada.heard();
        assertThat(told).hasSizeLessThan(20);
        assertThat(told.get(told.size() - 1)).containsEntry("count", 201L).containsEntry("incomplete", true);
        assertThat((List<?>) told.get(told.size() - 1).get("came")).hasSize(10);
    }

    // ---- permissions ----

    @Test
    void eachCommandIsAskedForEachTime() {
        Client ada = client("ada");
        ada.say("subscribe", "\"topic\":\"room\",\"presence\":true");
        assertThat(asked).containsExactly("subscribe", "presence", "history");
        asked.clear();
        for (int i = 0; i < 2; i++) {
            ada.say("publish", "\"topic\":\"room\",\"id\":\"x\",\"data\":1");
            ada.say("history", "\"topic\":\"room\"");
            ada.say("presence", "\"topic\":\"room\"");
        }
        assertThat(asked).containsExactly("publish", "history", "presence", "publish", "history", "presence");
        for (String what : List.of("publish", "history", "presence", "subscribe")) {
            forbidden.put(what, true);
        }
        ada.say("unsubscribe", "\"topic\":\"room\"");
        assertRefused(ada.say("publish", "\"topic\":\"room\",\"id\":\"y\",\"data\":1"), "forbidden", "change");
        assertRefused(ada.say("history", "\"topic\":\"room\""), "forbidden", "change");
        assertRefused(ada.say("presence", "\"topic\":\"room\""), "forbidden", "change");
        assertRefused(ada.say("subscribe", "\"topic\":\"room\""), "forbidden", "change");
        assertThat(topics.topics()).isZero();
    }

    @Test
    void whatPermissionsThrowCountsAsNo() {
        topics = new Topics(
                options,
                new EmbeddedBackplane(log),
                new Permissions() {
                    @Override
                    public boolean mayPublish(String user, TopicName topic) {
                        throw new IllegalStateException("a bug");
                    }
                },
                timing(),
                world::id);
        assertRefused(
                client("ada").say("publish", "\"topic\":\"room\",\"id\":\"y\",\"data\":1"), "forbidden", "change");
    }

    // ---- bounds ----

    @Test
    void topicsOfAClientAreBounded() {
        options = options.withMaxTopicsOfClient(2);
        Client ada = client("ada");
        ada.say("subscribe", "\"topic\":\"a\"");
        ada.say("subscribe", "\"topic\":\"b\"");
        assertRefused(ada.say("subscribe", "\"topic\":\"c\""), "limit", "change");
        assertRefused(ada.say("subscribe", "\"topic\":\"b\""), "conflict", "change");
        ada.say("unsubscribe", "\"topic\":\"a\"");
        assertThat(ada.say("subscribe", "\"topic\":\"c\"").get(0)).containsEntry("type", "subscribed");
    }

    @Test
    void topicsOfANodeAndSubscribersOfATopicAreBounded() {
        options = options.withMaxTopics(1).withMaxSubscribersOfTopic(2);
        client("ada").say("subscribe", "\"topic\":\"a\"");
        client("bob").say("subscribe", "\"topic\":\"a\"");
        assertRefused(client("eve").say("subscribe", "\"topic\":\"a\""), "busy", "retry");
        assertRefused(client("eve").say("subscribe", "\"topic\":\"b\""), "busy", "retry");
    }

    @Test
    void whatAClientHasWaitingIsBounded() {
        options = options.withMaxWaitingOfClient(3);
        log = new Slow(log);
        Client ada = client("ada");
        for (int i = 0; i < 3; i++) {
            assertThat(ada.say("publish", "\"topic\":\"room\",\"id\":\"m" + i + "\",\"data\":1"))
                    .isEmpty();
        }
        assertRefused(ada.say("publish", "\"topic\":\"room\",\"id\":\"m3\",\"data\":1"), "busy", "retry");
    }

    @Test
    void payloadsAreBounded() {
        options = options.withMaxPayloadBytes(10);
        Client ada = client("ada");
        assertRefused(
                ada.say("publish", "\"topic\":\"room\",\"id\":\"x\",\"data\":\"123456789\""), "too_large", "change");
        assertThat(ada.say("publish", "\"topic\":\"room\",\"id\":\"x\",\"data\":\"12345678\"")
                        .get(0))
                .containsEntry("type", "ack");
    }

    @Test
    void whoDoesNotReadIsNotSentMoreAndThenDisconnectedAndCanResume() {
        Client ada = client("ada");
        ada.say("subscribe", "\"topic\":\"room\"");
        ada.outlet.writable = false;
        publish(40);
        assertThat(ada.heard()).as("the one that was too much").hasSize(1);
        world.runUntil(world.now() + options.maxStall().toMillis() - 1_000);
        assertThat(ada.outlet.closed).isEmpty();
        world.runUntil(world.now() + 2_000);
        assertThat(ada.outlet.closed).startsWith("1008");
        assertThat(client("ada").say("subscribe", at(epoch(), 1))).hasSize(40);
    }

    @Test
    void whoReadsSlowlyGetsEverythingInOrder() {
        Client ada = client("ada");
        ada.say("subscribe", "\"topic\":\"room\"");
        List<Object> offsets = new ArrayList<>();
        for (int i = 0; i < 45; i++) {
            ada.outlet.writable = i % 7 == 6;
            if (ada.outlet.writable) {
                ada.session.drained();
            }
            publish(1);
            ada.heard().forEach(each -> offsets.add(each.get("offset")));
        }
        ada.outlet.writable = true;
        ada.session.drained();
        ada.heard().forEach(each -> offsets.add(each.get("offset")));
        assertThat(offsets)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 45)
                        .mapToObj(i -> (Object) (long) i)
                        .toList());
    }

    @Test
    void whatIsLostToASlowReaderIsSaid() {
        options = options.withTail(4, 10_000);
        Client ada = client("ada");
        ada.say("subscribe", "\"topic\":\"room\",\"history\":2");
        ada.outlet.writable = false;
        publish(1);
        assertThat(ada.heard()).hasSize(1);
        publish(89);
        assertThat(ada.heard()).isEmpty();
        ada.outlet.writable = true;
        ada.session.drained();
        List<Map<String, Object>> heard = ada.heard();
        assertThat(heard.get(0))
                .containsEntry("type", "lost")
                .containsEntry("reason", "trimmed")
                .containsEntry("offset", 88L);
        assertThat(heard).extracting(each -> each.get("offset")).containsExactly(88L, 89L, 90L);
    }

    @Test
    void aLogThatCannotBeReachedIsSaidAndNothingIsAcknowledged() {
        log = new Slow(log) {
            @Override
            public CompletionStage<Appended> append(TopicName topic, Draft draft) {
                return CompletableFuture.failedStage(new IllegalStateException("gone"));
            }

            @Override
            public CompletionStage<Slice> read(TopicName topic, long after, int max) {
                throw new IllegalStateException("gone");
            }
        };
        Client ada = client("ada");
        assertRefused(ada.say("publish", "\"topic\":\"room\",\"id\":\"m3\",\"data\":1"), "unavailable", "retry");
        assertRefused(ada.say("subscribe", "\"topic\":\"room\""), "unavailable", "retry");
    }

    @Test
    void aNodeThatLeavesSaysSo() {
        Client ada = client("ada");
        topics.close();
        assertRefused(ada.say("publish", "\"topic\":\"room\",\"id\":\"m3\",\"data\":1"), "closing", "reconnect");
        assertRefused(ada.say("subscribe", "\"topic\":\"room\""), "closing", "reconnect");
    }

    @Test
    void pingTellsHowFarEachSubscriptionIs() {
        publish(2);
        Client ada = client("ada");
        ada.say("subscribe", "\"topic\":\"room\"");
        assertThat(ada.say("ping", "\"ref\":5").get(0).get("heads"))
                .isEqualTo(Map.of("room", Map.of("epoch", epoch(), "offset", 2L)));
    }

    // ---- what the tests are made of ----

    /** Never answers an append. */
    private static class Slow implements Log {
        private final Log log;

        Slow(Log log) {
            this.log = log;
        }

        @Override
        public Durability durability() {
            return log.durability();
        }

        @Override
        public CompletionStage<Appended> append(TopicName topic, Draft draft) {
            return new CompletableFuture<>();
        }

        @Override
        public CompletionStage<Slice> read(TopicName topic, long after, int max) {
            return log.read(topic, after, max);
        }

        @Override
        public CompletionStage<Map<TopicName, Position>> heads(Collection<TopicName> topics) {
            return log.heads(topics);
        }

        @Override
        public void close() {}
    }

    private final class Client {
        final RecordedOutlet outlet = new RecordedOutlet(loop);
        final Session session;

        Client(String user) {
            session = new Session(node(), outlet, new Member(world.id(), user));
            session.begin();
            assertThat(outlet.take()).extracting(each -> each.get("type")).containsExactly("welcome");
        }

        /** @return what it hears at once */
        List<Map<String, Object>> say(String type, String fields) {
            session.receive(("{\"type\":\"" + type + "\"," + fields + "}").getBytes(StandardCharsets.UTF_8));
            return heard();
        }

        List<Map<String, Object>> heard() {
            world.runUntil(world.now() + 300);
            return outlet.take();
        }
    }

    private Client client(String user) {
        return new Client(user);
    }

    private Topics node() {
        if (topics == null || !topics.options().equals(options)) {
            topics = new Topics(
                    options,
                    new EmbeddedBackplane(log),
                    new Permissions() {
                        @Override
                        public boolean maySubscribe(String user, TopicName topic) {
                            return may("subscribe");
                        }

                        @Override
                        public boolean mayPublish(String user, TopicName topic) {
                            return may("publish");
                        }

                        @Override
                        public boolean maySeePresence(String user, TopicName topic) {
                            return may("presence");
                        }

                        @Override
                        public boolean mayReadHistory(String user, TopicName topic) {
                            return may("history");
                        }
                    },
                    timing(),
                    world::id);
        }
        return topics;
    }

    private boolean may(String what) {
        asked.add(what);
        return !forbidden.getOrDefault(what, false);
    }

    private Timing timing() {
        World.Clock clock = world.new Clock();
        return new Timing() {
            @Override
            public long millis() {
                return clock.millis() + Duration.ofDays(10_000).toMillis();
            }

            @Override
            public void after(long millis, Runnable task) {
                world.after(millis, task);
            }
        };
    }

    private int published;

    private void publish(int messages) {
        for (int i = 0; i < messages; i++) {
            Draft draft = new Draft("server", "m" + ++published, Payload.json("1".getBytes(StandardCharsets.UTF_8)));
            node().publish(ROOM, draft).toCompletableFuture().join();
        }
    }

    private String epoch() {
        return log.read(ROOM, Long.MAX_VALUE, 0).toCompletableFuture().join().epoch();
    }

    private static String at(String epoch, long offset) {
        return "\"topic\":\"room\",\"epoch\":\"" + epoch + "\",\"offset\":" + offset;
    }

    private String reason(String fields) {
        Map<String, Object> subscribed = client("ada").say("subscribe", fields).get(0);
        assertThat(subscribed.get("recovered")).isEqualTo(!subscribed.containsKey("reason"));
        return subscribed.get("reason") + " " + subscribed.get("offset");
    }

    private static List<Object> offsets(List<Map<String, Object>> heard) {
        List<Object> offsets = new ArrayList<>();
        ((List<?>) heard.get(0).get("messages")).forEach(each -> offsets.add(((Map<?, ?>) each).get("offset")));
        return offsets;
    }

    private static void assertRefused(List<Map<String, Object>> heard, String code, String then) {
        assertThat(heard).hasSize(1);
        assertThat(heard.get(0))
                .containsEntry("type", "error")
                .containsEntry("code", code)
                .containsEntry("then", then);
    }
}
