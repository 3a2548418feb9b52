package dev.parley.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLogTest {
    private static final TopicName TOPIC = new TopicName("room");

    @TempDir
    Path parent;

    private Path directory;

    @BeforeEach
    void directory() {
        directory = parent.resolve("data");
    }

    @Test
    void openedAgainItHasTheSameEpochAndEverything() throws IOException {
        String epoch = write(3);
        try (FileLog log = open()) {
            Slice slice = read(log);
            assertThat(log.whyAnew()).isEmpty();
            assertThat(slice.epoch()).isEqualTo(epoch);
            assertThat(slice.entries()).extracting(Entry::id).containsExactly("m1", "m2", "m3");
            assertThat(append(log, "m2").again()).isTrue();
            assertThat(append(log, "m4").position()).isEqualTo(new Position(epoch, 4));
        }
    }

    @Test
    void aFileThatIsCutShortBeginsNewEpochs() throws IOException {
        String epoch = write(2_000);
        try (RandomAccessFile file = new RandomAccessFile(database().toFile(), "rw")) {
            file.setLength(file.length() / 2);
        }
        assertAnew(epoch);
    }

    @Test
    void aFileWithOtherBytesInItBeginsNewEpochs() throws IOException {
        String epoch = write(2_000);
        try (RandomAccessFile file = new RandomAccessFile(database().toFile(), "rw")) {
            for (long at = 4096; at + 4096 < file.length(); at += 3 * 4096) {
                file.seek(at);
                file.write(new byte[4096]);
            }
        }
        assertAnew(epoch);
    }

    @Test
    void whatIsNoDatabaseIsSetAsideAndNotOverwritten() throws IOException {
        Files.createDirectories(directory);
        Files.writeString(database(), "This is a letter to my aunt, which is long enough to be looked at.".repeat(100));
        try (FileLog log = open()) {
            assertThat(log.whyAnew()).contains("broken");
            assertThat(append(log, "m1").position().offset()).isEqualTo(1);
        }
        assertThat(directory.resolve("topics.db.broken")).content().startsWith("This is a letter");
    }

    @Test
    void anOlderCopyPutBackBeginsNewEpochs() throws IOException {
        write(2);
        Path copy = parent.resolve("copy");
        Files.copy(database(), copy);
        String epoch;
        try (FileLog log = open()) {
            epoch = append(log, "later").position().epoch();
        }
        Files.copy(copy, database(), StandardCopyOption.REPLACE_EXISTING);
        try (FileLog log = open()) {
            assertThat(log.whyAnew()).startsWith("1 messages");
            assertThat(read(log).epoch()).isNotEqualTo(epoch);
        }
    }

    @Test
    void aLogWithoutItsJournalBeginsNewEpochs() throws IOException {
        Path torn = parent.resolve("torn");
        String epoch;
        try (FileLog log = open()) {
            epoch = append(log, "m1").position().epoch();
            // As it is while it is written to, but for the journal.
            Files.createDirectories(torn);
            Files.copy(database(), torn.resolve("topics.db"));
            Files.copy(directory.resolve("topics.mark"), torn.resolve("topics.mark"));
        }
        directory = torn;
        assertAnew(epoch);
    }

    @Test
    void anUncleanEndBeforeTheMachineStartedAnewCountsAsALossUnlessPowerIsSurvived() throws Exception {
        for (Durability durability : List.of(Durability.PROCESS, Durability.POWER)) {
            directory = parent.resolve(durability.label());
            String epoch;
            try (FileLog log = FileLog.open(directory, durability, LogOptions.DEFAULT)) {
                epoch = append(log, "m1").position().epoch();
            }
            try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + database());
                    Statement statement = db.createStatement()) {
                statement.executeUpdate("UPDATE state SET clean = 0, boot = 'another'");
            }
            try (FileLog log = open()) {
                assertThat(read(log).epoch().equals(epoch)).isEqualTo(durability == Durability.POWER);
                assertThat(read(log).entries()).hasSize(1);
            }
        }
    }

    @Test
    void twoDoNotUseOneDirectory() throws IOException {
        try (FileLog log = open()) {
            assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("in use");
            append(log, "m1");
        }
        open().close();
    }

    @Test
    void whatIsKeptIsBoundedByCount() throws IOException {
        LogOptions options = new LogOptions(10, Duration.ofHours(1), 20, 100, 1 << 20, 1 << 20);
        try (FileLog log = FileLog.open(directory, Durability.PROCESS, options)) {
            for (int i = 1; i <= 100; i++) {
                append(log, "m" + i);
            }
            Slice slice = read(log);
            assertThat(slice.oldest()).isEqualTo(91);
            assertThat(slice.entries()).hasSize(10);
            assertThat(append(log, "m95").again()).isTrue();
            assertThat(append(log, "m1").again()).as("an id that is forgotten").isFalse();
        }
        assertThat(count("entry")).isLessThan(10 + 10 / 8 + 20);
        assertThat(count("seen")).isLessThan(20 + 10 / 8 + 20);
    }

    @Test
    void whatIsKeptIsBoundedByAge() throws Exception {
        AtomicLong clock = new AtomicLong(1_000_000);
        LogOptions options = LogOptions.DEFAULT.withMaxAge(Duration.ofMillis(100));
        LogStore store = LogStore.open(directory, Durability.PROCESS, options, clock::get, RandomIds::next);
        store.append(TOPIC, draft("m1"));
        clock.addAndGet(60);
        store.append(TOPIC, draft("m2"));
        store.commit();
        assertThat(store.read(TOPIC, 0, 10).entries()).hasSize(2);
        clock.addAndGet(60);
        assertThat(store.read(TOPIC, 0, 10).entries()).extracting(Entry::id).containsExactly("m2");
        clock.addAndGet(1_000);
        Slice slice = store.read(TOPIC, 0, 10);
        assertThat(slice.entries()).isEmpty();
        assertThat(slice.oldest()).isEqualTo(3);
        store.sweep();
        assertThat(store.read(TOPIC, 0, 10).epoch())
                .as("a topic in which nothing was left")
                .isNotEqualTo(slice.epoch());
        store.close();
    }

    @Test
    void aFullFileTakesNothingMoreAndSaysSo() throws IOException {
        LogOptions options = LogOptions.DEFAULT.withMaxBytes(256 * 1024);
        try (FileLog log = FileLog.open(directory, Durability.PROCESS, options)) {
            byte[] large = new byte[16 * 1024];
            assertThatThrownBy(() -> IntStream.range(0, 100)
                            .forEach(i -> log.append(TOPIC, new Draft("ada", "m" + i, Payload.binary(large)))
                                    .toCompletableFuture()
                                    .join()))
                    .hasRootCauseInstanceOf(SQLException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.refusal()).isEqualTo(Refusal.UNAVAILABLE));
            assertThat(read(log).head()).isBetween(3L, 20L);
        }
        assertThat(Files.size(database())).isLessThanOrEqualTo(256 * 1024);
        try (FileLog log = open()) {
            assertThat(log.whyAnew()).isEmpty();
        }
    }

    @Test
    void whatWaitsToBeWrittenIsBounded() throws IOException {
        LogOptions options = LogOptions.DEFAULT.withMaxWaitingBytes(100_000);
        try (FileLog log = FileLog.open(directory, Durability.POWER, options)) {
            Payload large = Payload.binary(new byte[30_000]);
            List<CompletionStage<Appended>> many = IntStream.range(0, 1_000)
                    .mapToObj(i -> log.append(TOPIC, new Draft("ada", "m" + i, large)))
                    .toList();
            assertThat(many)
                    .anySatisfy(stage -> assertThatThrownBy(
                                    () -> stage.toCompletableFuture().join())
                            .isInstanceOf(CompletionException.class)
                            .cause()
                            .isInstanceOfSatisfying(
                                    Refused.class,
                                    refused -> assertThat(refused.refusal()).isEqualTo(Refusal.BUSY)));
        }
    }

    @Test
    void topicsAreBounded() throws IOException {
        try (FileLog log = FileLog.open(directory, Durability.PROCESS, LogOptions.DEFAULT.withMaxTopics(2))) {
            log.append(new TopicName("a"), draft("m")).toCompletableFuture().join();
            log.append(new TopicName("b"), draft("m")).toCompletableFuture().join();
            assertThatThrownBy(() -> log.append(new TopicName("c"), draft("m"))
                            .toCompletableFuture()
                            .join())
                    .hasMessageContaining("too many topics");
            assertThat(log.append(new TopicName("b"), draft("n"))
                            .toCompletableFuture()
                            .join()
                            .position()
                            .offset())
                    .isEqualTo(2);
        }
    }

    private void assertAnew(String epoch) throws IOException {
        try (FileLog log = open()) {
            assertThat(log.whyAnew()).isNotEmpty();
            assertThat(append(log, "after").position().epoch()).isNotEqualTo(epoch);
        }
        try (FileLog log = open()) {
            assertThat(log.whyAnew()).as("said once").isEmpty();
        }
    }

    private String write(int messages) throws IOException {
        try (FileLog log = open()) {
            String epoch = "";
            List<CompletionStage<Appended>> all = IntStream.rangeClosed(1, messages)
                    .mapToObj(i -> log.append(TOPIC, draft("m" + i)))
                    .toList();
            for (CompletionStage<Appended> each : all) {
                epoch = each.toCompletableFuture().join().position().epoch();
            }
            return epoch;
        }
    }

    private FileLog open() throws IOException {
        return FileLog.open(directory, Durability.PROCESS, LogOptions.DEFAULT);
    }

    private Path database() {
        return directory.resolve("topics.db");
    }

    private int count(String table) {
        try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + database());
                Statement statement = db.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
            return rows.getInt(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static Draft draft(String id) {
        return new Draft("ada", id, Payload.json(("\"" + id + "\"").getBytes(StandardCharsets.UTF_8)));
    }

    private static Appended append(FileLog log, String id) {
        return log.append(TOPIC, draft(id)).toCompletableFuture().join();
    }

    private static Slice read(FileLog log) {
        return log.read(TOPIC, 0, 100).toCompletableFuture().join();
    }
}
