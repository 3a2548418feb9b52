package dev.parley.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code -Dkills=N} kills so many times. */
class KillTest {
    private static final int KILLS = Integer.getInteger("kills", 8);

    private record Acked(String topic, String epoch, long offset, String id) {}

    @TempDir
    Path directory;

    private final Random random = new Random();

    @Test
    void whatAKilledProcessHadAcknowledgedIsThere() throws Exception {
        List<Acked> all = new ArrayList<>();
        for (int run = 0; run < KILLS; run++) {
            all.addAll(runAndKill(run % 4 == 3 ? Durability.POWER : Durability.PROCESS, "run" + run));
            try (FileLog log =
                    FileLog.open(directory, Durability.PROCESS, LogOptions.DEFAULT.withMaxMessages(500_000))) {
                assertThat(log.whyAnew()).as("why it begins new epochs").isEmpty();
                assertThat(all).isNotEmpty();
                check(log, all);
            }
        }
        System.out.println(KILLS + " kills, " + all.size() + " messages acknowledged, all there");
    }

    private List<Acked> runAndKill(Durability durability, String name) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        KilledWriter.class.getName(),
                        directory.toString(),
                        durability.name(),
                        name)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<Acked> acked = new ArrayList<>();
        try (BufferedReader said = process.inputReader()) {
            assertThat(said.readLine()).isEqualTo("open ");
            // Once it works, at any moment: in the midst of writing, of a commit, of a checkpoint, of an
            // acknowledgement.
            long until = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(random.nextInt(400_000));
            String line = said.readLine();
            while (line != null) {
                add(line, acked);
                if (process.isAlive() && System.nanoTime() - until > 0) {
                    process.toHandle().destroyForcibly(); // which leaves what it said to be read
                }
                line = said.readLine();
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        return acked;
    }

    /** The last line may have been cut, together with its acknowledgement. */
    private static void add(String line, List<Acked> acked) {
        String[] words = line.split(" ");
        if (words.length == 5 && words[4].matches("run\\d+-\\d+")) {
            acked.add(new Acked(words[1], words[2], Long.parseLong(words[3]), words[4]));
        }
    }

    private static void check(FileLog log, List<Acked> acked) {
        Map<String, Map<Long, Entry>> entries = new HashMap<>();
        Map<String, String> epochs = new HashMap<>();
        for (int i = 0; i < 5; i++) {
            TopicName topic = new TopicName("topic" + i);
            Map<Long, Entry> here = new HashMap<>();
            entries.put(topic.text(), here);
            Slice slice;
            do {
                slice = log.read(topic, here.size(), 10_000)
                        .toCompletableFuture()
                        .join();
                slice.entries().forEach(entry -> here.put(entry.offset(), entry));
            } while (here.size() < slice.head());
            epochs.put(topic.text(), slice.epoch());
            assertThat(here.values().stream().map(Entry::id).distinct().count())
                    .as("nothing twice in " + topic)
                    .isEqualTo(here.size());
        }
        for (Acked each : acked) {
            assertThat(epochs.get(each.topic)).isEqualTo(each.epoch);
            Entry entry = entries.get(each.topic).get(each.offset);
            assertThat(entry).as(each.toString()).isNotNull();
            assertThat(entry.id()).isEqualTo(each.id);
            assertThat(new String(entry.payload().bytes(), StandardCharsets.UTF_8))
                    .isEqualTo("\"" + each.id + "\"");
        }
    }
}
