package dev.parley.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.pubsub.Appended;
import dev.parley.pubsub.Draft;
import dev.parley.pubsub.Durability;
import dev.parley.pubsub.Entry;
import dev.parley.pubsub.LogOptions;
import dev.parley.pubsub.Payload;
import dev.parley.pubsub.Refusal;
import dev.parley.pubsub.Refused;
import dev.parley.pubsub.Slice;
import dev.parley.pubsub.TopicName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of logs when Redis goes and comes, and what they keep. */
@Tag("one-jdk")
class RedisLogTest {
    private static final TopicName TOPIC = new TopicName("room");

    private static final RedisOptions IMPATIENT = RedisOptions.DEFAULT
            .withTimeout(Duration.ofSeconds(2))
            .withHeartbeat(Duration.ofMillis(100), Duration.ofSeconds(2))
            .withMaxPause(Duration.ofMillis(100));

    @TempDir
    Path directory;

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void end() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    @Test
    void whatIsOnTheDiskOutlivesRedisAndKeepsItsEpoch() throws Exception {
        RedisProcess redis = redis("--appendonly", "yes", "--appendfsync", "always");
        RedisBackplane node = node(redis.address(), IMPATIENT);
        assertThat(node.log().durability()).isEqualTo(Durability.POWER);
        assertThat(node.status()).contains("survives a loss of power");
        Appended before = append(node, "a");
        redis.kill();
        redis.start();
        Slice after = readWhenThere(node);
        assertThat(after.end()).isEqualTo(before.position());
        assertThat(append(node, "a").position()).isEqualTo(before.position());
        assertThat(append(node, "b").position().offset()).isEqualTo(2);
    }

    @Test
    void whatMayBeLostWithRedisIsSaidToBeAndHasANewEpochAfterIt() throws Exception {
        RedisProcess redis = redis("--appendonly", "yes", "--appendfsync", "everysec");
        RedisBackplane node = node(redis.address(), IMPATIENT);
        assertThat(node.log().durability()).isEqualTo(Durability.MEMORY);
        assertThat(node.status()).contains("appendfsync is not always");
        Appended before = append(node, "a");
        redis.kill();
        redis.start();
        Slice after = readWhenThere(node);
        assertThat(after.epoch()).isNotEqualTo(before.position().epoch());
        assertThat(after.head()).isZero();
        assertThat(after.entries()).isEmpty();
    }

    @Test
    void anEmptiedRedisHasNewEpochsAndWhoComparesEndsFindsThat() throws Exception {
        RedisProcess redis = redis();
        RedisBackplane node = node(redis.address(), IMPATIENT);
        Appended before = append(node, "a");
        redis.tell("FLUSHALL");
        assertThat(done(node.log().heads(List.of(TOPIC))).get(TOPIC).epoch())
                .isNotEqualTo(before.position().epoch());
        assertThat(append(node, "a").again()).isFalse();
    }

    @Test
    void aSettingThatIsChangedIsNoticed() throws Exception {
        RedisProcess redis = redis("--appendonly", "yes", "--appendfsync", "always");
        RedisBackplane node = node(redis.address(), IMPATIENT);
        append(node, "a");
        redis.tell("CONFIG SET appendfsync everysec");
        until(() -> node.log().durability() == Durability.MEMORY);
        append(node, "b");
        redis.tell("CONFIG SET appendfsync always");
        until(() -> node.log().durability() == Durability.POWER);
        Appended before = append(node, "c");
        redis.kill();
        redis.start();
        assertThat(readWhenThere(node).epoch())
                .as("it was not safe all the time")
                .isNotEqualTo(before.position().epoch());
    }

    @Test
    void whileRedisIsAwayEverythingIsRefusedAndLaterNothing() throws Exception {
        int port = RedisProcess.freePort();
        RedisBackplane node = RedisBackplane.open("redis://ada:secret@127.0.0.1:" + port, IMPATIENT);
        opened.add(node);
        assertThat(node.await(Duration.ofMillis(300))).isFalse();
        assertThat(node.status()).startsWith("away: redis://127.0.0.1:" + port).doesNotContain("secret");
        assertThat(refusal(node.log().append(TOPIC, draft("a")))).isEqualTo(Refusal.UNAVAILABLE);
        assertThat(refusal(node.log().read(TOPIC, 0, 1))).isEqualTo(Refusal.UNAVAILABLE);
        assertThat(refusal(node.members(TOPIC))).isEqualTo(Refusal.UNAVAILABLE);
        assertThat(refusal(node.announce(TOPIC, "node", List.of(), List.of()))).isEqualTo(Refusal.UNAVAILABLE);
        assertThat(node.log().durability()).isEqualTo(Durability.MEMORY);
        opened.add(new RedisProcess(directory, port, "--user", "ada", "on", ">secret", "~*", "&*", "+@all"));
        assertThat(node.await(Duration.ofSeconds(30))).isTrue();
        append(node, "a");
        until(() -> node.nodes() == 1);
    }

    @Test
    void whatWaitsForRedisIsBounded() throws Exception {
        RedisProcess redis = redis();
        RedisBackplane node = node(redis.address(), IMPATIENT.withLog(LogOptions.DEFAULT.withMaxWaitingBytes(20_000)));
        redis.signal("STOP");
        List<CompletionStage<Appended>> appending = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            appending.add(node.log().append(TOPIC, draft("m" + i)));
        }
        assertThat(refusal(appending.get(99))).isEqualTo(Refusal.BUSY);
        assertThat(refusal(appending.get(0))).as("when time is up").isEqualTo(Refusal.UNAVAILABLE);
        redis.signal("CONT");
        readWhenThere(node);
        append(node, "later");
    }

    @Test
    void aTopicKeepsItsLastMessagesForAWhileAndKnowsItsLastIds() throws Exception {
        LogOptions few = LogOptions.DEFAULT.withMaxMessages(10).withMaxIds(20).withMaxAge(Duration.ofMillis(1_500));
        RedisProcess redis = redis();
        RedisBackplane node = node(redis.address(), IMPATIENT.withLog(few));
        for (int i = 1; i <= 50; i++) {
            append(node, "m" + i);
        }
        Slice kept = done(node.log().read(TOPIC, 0, 100));
        assertThat(kept.oldest()).isEqualTo(41);
        assertThat(kept.entries().stream().map(Entry::offset).toList())
                .containsExactly(41L, 42L, 43L, 44L, 45L, 46L, 47L, 48L, 49L, 50L);
        assertThat(append(node, "m31").position().offset()).isEqualTo(31);
        assertThat(append(node, "m1").again()).as("an id of long ago").isFalse();
        for (String key : new Keys("parley").log(TOPIC)) {
            assertThat(redis.tell("PTTL " + key)).as(key).doesNotStartWith(":-1");
        }
        until(() -> done(node.log().read(TOPIC, 0, 100)).entries().isEmpty());
        Slice none = done(node.log().read(TOPIC, 0, 100));
        assertThat(none.head()).isEqualTo(51);
        assertThat(none.oldest()).isEqualTo(52);
    }

    @Test
    void aFullRedisRefusesAndRecovers() throws Exception {
        RedisProcess redis = redis("--maxmemory", "20mb");
        RedisBackplane node = node(redis.address(), IMPATIENT);
        append(node, "a");
        redis.tell("CONFIG SET maxmemory 1kb");
        assertThat(refusal(node.log().append(TOPIC, draft("b")))).isEqualTo(Refusal.UNAVAILABLE);
        redis.tell("CONFIG SET maxmemory 20mb");
        assertThat(append(node, "b").position().offset()).isEqualTo(2);
    }

    @Test
    void scriptsThatRedisHasForgottenAreGivenAgain() throws Exception {
        RedisProcess redis = redis();
        RedisBackplane node = node(redis.address(), IMPATIENT);
        append(node, "a");
        redis.tell("SCRIPT FLUSH");
        readWhenThere(node);
        assertThat(append(node, "b").position().offset()).isEqualTo(2);
    }

    // ---- what the tests are made of ----

    private RedisProcess redis(String... settings) throws Exception {
        RedisProcess redis = new RedisProcess(directory, settings);
        opened.add(redis);
        return redis;
    }

    private RedisBackplane node(String address, RedisOptions options) throws Exception {
        RedisBackplane node = RedisBackplane.open(address, options);
        opened.add(node);
        assertThat(node.await(Duration.ofSeconds(30))).as(node.status()).isTrue();
        return node;
    }

    static Draft draft(String id) {
        return new Draft("ada", id, Payload.json(("\"" + id + "\"").getBytes(StandardCharsets.UTF_8)));
    }

    private static Appended append(RedisBackplane node, String id) {
        return done(node.log().append(TOPIC, draft(id)));
    }

    static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
    }

    private static Refusal refusal(CompletionStage<?> stage) {
        List<Refusal> refusals = new ArrayList<>();
        assertThatThrownBy(() -> done(stage))
                .isInstanceOfSatisfying(
                        CompletionException.class, e -> refusals.add(((Refused) e.getCause()).refusal()));
        return refusals.get(0);
    }

    /** What the log has, as soon as it can be reached again. */
    private static Slice readWhenThere(RedisBackplane node) throws Exception {
        List<Slice> read = new ArrayList<>();
        until(() -> {
            try {
                read.add(done(node.log().read(TOPIC, 0, 100)));
                return true;
            } catch (CompletionException e) {
                return false;
            }
        });
        return read.get(0);
    }

    static void until(BooleanSupplier condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(10);
        }
    }
}
