package dev.parley.pubsub;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * What every {@link Backplane} promises, as checks to be run against one; with JUnit for instance
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> keepsTheContract() {
 *     return BackplaneContract.checks(() -> new MyBackplane(...)).stream()
 *             .map(check -> DynamicTest.dynamicTest(check.sentence(), check::run));
 * }
 * }</pre>
 *
 * Each check uses topics of names that nothing else has, so they can be run against a service that is in use. What survives the end of a
 * process or of a machine is not checked here.
 */
public final class BackplaneContract {
    private static final long PATIENCE_SECONDS = 30;

    /** One promise. */
    public interface Check extends Runnable {
        /** What is promised. */
        String sentence();

        /** @throws AssertionError if it is not kept, with what happened instead */
        @Override
        void run();
    }

    private final Supplier<Backplane> nodes;
    private final List<Check> checks = new ArrayList<>();

    private BackplaneContract(Supplier<Backplane> nodes) {
        this.nodes = nodes;
        log();
        news();
        presence();
    }

    /**
     * The checks.
     *
     * @param nodes gives the backplane of one more node of the same service each time; of a service that has only one node, the same one.
     *     They are the caller's to close
     */
    public static List<Check> checks(Supplier<Backplane> nodes) {
        return List.copyOf(new BackplaneContract(nodes).checks);
    }

    private void log() {
        check("offsets are 1, 2, 3 in one epoch", () -> {
            TopicName topic = topic();
            Log log = nodes.get().log();
            Position first = append(log, topic, "ada", "a").position();
            Position second = append(log, topic, "ada", "b").position();
            Position third = append(log, topic, "bob", "c").position();
            same(1L, first.offset());
            same(new Position(first.epoch(), 2), second);
            same(new Position(first.epoch(), 3), third);
        });
        check("the same id of the same publisher is not appended again", () -> {
            TopicName topic = topic();
            Appended first = append(nodes.get().log(), topic, "ada", "a");
            append(nodes.get().log(), topic, "ada", "b");
            Appended again = append(nodes.get().log(), topic, "ada", "a");
            same(false, first.again());
            same(true, again.again());
            same(first.position(), again.position());
            same(2, read(nodes.get().log(), topic, 0, 10).entries().size());
        });
        check("the same id of another publisher, or in another topic, is another message", () -> {
            TopicName topic = topic();
            Log log = nodes.get().log();
            append(log, topic, "ada", "a");
            same(false, append(log, topic, "bob", "a").again());
            same(false, append(log, topic(), "ada", "a").again());
        });
        check("what is read is what was appended, JSON and bytes", () -> {
            TopicName topic = topic();
            Log log = nodes.get().log();
            byte[] all = new byte[32 * 1024];
            for (int i = 0; i < all.length; i++) {
                all[i] = (byte) i;
            }
            Payload json = Payload.json("{\"ü\": [1.50, \"\\u0000\"]}".getBytes(StandardCharsets.UTF_8));
            Payload binary = Payload.binary(all);
            Payload empty = Payload.binary(new byte[0]);
            done(log.append(topic, new Draft("Ada Lovelace é", "!~", json)));
            done(log.append(topic, new Draft("b", "2", binary)));
            done(log.append(topic, new Draft("b", "3", empty)));
            List<Entry> entries = readAll(log, topic);
            same(
                    List.of(json, binary, empty),
                    entries.stream().map(Entry::payload).toList());
            same("Ada Lovelace é", entries.get(0).from());
            same("!~", entries.get(0).id());
            same(true, entries.get(0).time() > 0);
        });
        check("reading goes on after any offset, in order and without a gap", () -> {
            TopicName topic = topic();
            Log log = nodes.get().log();
            for (int i = 1; i <= 20; i++) {
                append(log, topic, "ada", "m" + i);
            }
            same(offsets(1, 20), offsets(readAll(log, topic)));
            Slice slice = read(log, topic, 7, 5);
            same(8L, slice.entries().get(0).offset());
            same(true, slice.entries().size() <= 5);
            same(20L, slice.head());
            same(1L, slice.oldest());
            same(List.of(), read(log, topic, 20, 5).entries());
            same(List.of(), read(log, topic, Long.MAX_VALUE, 5).entries());
            same(List.of(), read(log, topic, 0, 0).entries());
        });
        check("the last ones can be read without knowing where the end is", () -> {
            TopicName topic = topic();
            Log log = nodes.get().log();
            for (int i = 1; i <= 5; i++) {
                append(log, topic, "ada", "m" + i);
            }
            same(offsets(4, 5), offsets(read(log, topic, -2, 2).entries()));
            same(offsets(1, 5), offsets(read(log, topic, -50, 50).entries()));
        });
        check("a topic that was only read has an epoch, and keeps it", () -> {
            TopicName topic = topic();
            Log log = nodes.get().log();
            Slice before = read(log, topic, 0, 10);
            same(0L, before.head());
            same(1L, before.oldest());
            same(new Position(before.epoch(), 1), append(log, topic, "ada", "a").position());
            same(before.epoch(), read(nodes.get().log(), topic, 0, 10).epoch());
        });
        check("two topics have two epochs", () -> {
            Log log = nodes.get().log();
            same(
                    false,
                    read(log, topic(), 0, 0)
                            .epoch()
                            .equals(read(log, topic(), 0, 0).epoch()));
        });
        check("heads are the ends of the logs", () -> {
            TopicName one = topic();
            TopicName two = topic();
            Log log = nodes.get().log();
            append(log, one, "ada", "a");
            Position end = append(log, one, "ada", "b").position();
            Position other = append(log, two, "ada", "a").position();
            same(Map.of(one, end, two, other), done(nodes.get().log().heads(List.of(one, two))));
        });
        check("of one caller's appends the earlier one gets the lower offset, waited for or not", () -> {
            TopicName topic = topic();
            Log log = nodes.get().log();
            List<CompletionStage<Appended>> appending = IntStream.range(0, 200)
                    .mapToObj(i -> log.append(topic, draft("ada", "m" + i)))
                    .toList();
            same(
                    offsets(1, 200),
                    appending.stream()
                            .map(stage -> done(stage).position().offset())
                            .toList());
        });
        check("appends of many at once get each offset once", () -> {
            TopicName topic = topic();
            Set<Long> offsets = new HashSet<>();
            for (Appended appended : atOnce(4, 50, (who, i) -> draft("user" + who, "m" + i), topic)) {
                offsets.add(appended.position().offset());
            }
            same(new HashSet<>(offsets(1, 200)), offsets);
            same(offsets(1, 200), offsets(readAll(nodes.get().log(), topic)));
        });
        check("the same message appended by many at once is appended once", () -> {
            TopicName topic = topic();
            List<Appended> appended = atOnce(4, 25, (who, i) -> draft("ada", "m" + i), topic);
            same(25L, appended.stream().filter(each -> !each.again()).count());
            same(25, readAll(nodes.get().log(), topic).size());
        });
    }

    private void news() {
        check("who follows is told of what another node appends, or to look", () -> {
            TopicName topic = topic();
            Heard heard = new Heard();
            following(nodes.get(), topic, heard, () -> {
                Log log = nodes.get().log();
                Position at = append(log, topic, "ada", "a").position();
                until("the news came", () -> heard.knows(at.offset()) || heard.doubted());
                Position last = append(log, topic, "ada", "b").position();
                until("more news came", () -> heard.knows(last.offset()) || heard.doubted());
                for (Entry entry : heard.entries()) {
                    same(read(log, topic, entry.offset() - 1, 1).entries().get(0), entry);
                }
            });
        });
        check("who follows is not told of a message that stood there before", () -> {
            TopicName topic = topic();
            Heard heard = new Heard();
            following(nodes.get(), topic, heard, () -> {
                Log log = nodes.get().log();
                append(log, topic, "ada", "a");
                append(log, topic, "ada", "a");
                append(log, topic, "ada", "b");
                until("the news came", () -> heard.knows(2) || heard.doubted());
                same(true, heard.entries().stream().allMatch(entry -> entry.offset() <= 2));
            });
        });
    }

    private void presence() {
        check("who came is there, at whichever node, until it left", () -> {
            TopicName topic = topic();
            Backplane one = nodes.get();
            Backplane two = nodes.get();
            Member ada = new Member("c1", "ada");
            Member bob = new Member("c2", "bob");
            Member again = new Member("c3", "ada");
            same(false, done(one.announce(topic, topic + "1", List.of(ada), List.of())));
            same(false, done(two.announce(topic, topic + "2", List.of(bob, again), List.of())));
            same(Set.of(ada, bob, again), new HashSet<>(done(one.members(topic))));
            same(true, done(two.announce(topic, topic + "2", List.of(), List.of(bob))));
            same(Set.of(ada, again), new HashSet<>(done(one.members(topic))));
            same(true, done(one.announce(topic, topic + "1", List.of(), List.of())));
            done(one.announce(topic, topic + "1", List.of(), List.of(ada)));
            done(two.announce(topic, topic + "2", List.of(), List.of(again)));
            same(List.of(), done(two.members(topic)));
        });
        check("who follows is told that somebody came", () -> {
            TopicName topic = topic();
            Heard heard = new Heard();
            Backplane one = nodes.get();
            following(one, topic, heard, () -> {
                until("following has begun, and news came", () -> {
                    done(nodes.get().announce(topic, topic + "1", List.of(new Member("c1", "ada")), List.of()));
                    return heard.presence();
                });
                done(nodes.get().announce(topic, topic + "1", List.of(), List.of(new Member("c1", "ada"))));
            });
        });
    }

    // ---- what the checks are made of ----

    private void check(String sentence, Runnable body) {
        checks.add(new Check() {
            @Override
            public String sentence() {
                return sentence;
            }

            @Override
            public void run() {
                try {
                    body.run();
                } catch (AssertionError | RuntimeException e) {
                    throw new AssertionError("It is promised that " + sentence + ": " + e.getMessage(), e);
                }
            }

            @Override
            public String toString() {
                return sentence;
            }
        });
    }

    private static void following(Backplane node, TopicName topic, Feed feed, Runnable body) {
        Following following = node.follow(topic, feed);
        try {
            body.run();
        } finally {
            following.close();
        }
    }

    private static TopicName topic() {
        return new TopicName("contract:" + RandomIds.next());
    }

    private static Draft draft(String from, String id) {
        return new Draft(from, id, Payload.json(("\"" + from + id + "\"").getBytes(StandardCharsets.UTF_8)));
    }

    private static Appended append(Log log, TopicName topic, String from, String id) {
        return done(log.append(topic, draft(from, id)));
    }

    private static Slice read(Log log, TopicName topic, long after, int max) {
        return done(log.read(topic, after, max));
    }

    private static List<Entry> readAll(Log log, TopicName topic) {
        List<Entry> all = new ArrayList<>();
        Slice slice;
        do {
            slice = read(log, topic, all.size(), 64);
            if (slice.entries().isEmpty() && all.size() < slice.head()) {
                throw new AssertionError("nothing was read, though there is something");
            }
            all.addAll(slice.entries());
        } while (all.size() < slice.head());
        return all;
    }

    /** What somebody appends as one's so manieth. */
    @FunctionalInterface
    private interface Drafts {
        Draft draft(int who, int index);
    }

    private List<Appended> atOnce(int threads, int each, Drafts drafts, TopicName topic) {
        List<Appended> all = new ArrayList<>();
        List<Thread> running = new ArrayList<>();
        CountDownLatch start = new CountDownLatch(1);
        for (int t = 0; t < threads; t++) {
            int who = t;
            Log log = nodes.get().log();
            Thread thread = new Thread(() -> {
                try {
                    start.await();
                } catch (InterruptedException e) {
                    return;
                }
                for (int i = 0; i < each; i++) {
                    Appended appended = done(log.append(topic, drafts.draft(who, i)));
                    synchronized (all) {
                        all.add(appended);
                    }
                }
            });
            running.add(thread);
            thread.start();
        }
        start.countDown();
        try {
            for (Thread thread : running) {
                thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (all) {
            same(threads * each, all.size());
            return List.copyOf(all);
        }
    }

    private static List<Long> offsets(long first, long last) {
        return IntStream.rangeClosed((int) first, (int) last)
                .mapToObj(i -> (long) i)
                .toList();
    }

    private static List<Long> offsets(List<Entry> entries) {
        return entries.stream().map(Entry::offset).toList();
    }

    private static <T> T done(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("no answer within " + PATIENCE_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("waited for " + PATIENCE_SECONDS + " s until " + what);
            }
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }
    }

    private static void same(Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new AssertionError("expected " + expected + ", got " + actual);
        }
    }

    /** Notes what is told. */
    private static final class Heard implements Feed {
        private final List<Entry> entries = new ArrayList<>();
        private boolean doubted;
        private boolean presence;

        @Override
        public synchronized void onEntry(String epoch, Entry entry) {
            entries.add(entry);
        }

        @Override
        public synchronized void onDoubt() {
            doubted = true;
        }

        @Override
        public synchronized void onPresence() {
            presence = true;
        }

        synchronized List<Entry> entries() {
            return List.copyOf(entries);
        }

        synchronized boolean knows(long offset) {
            return entries.stream().anyMatch(entry -> entry.offset() == offset);
        }

        synchronized boolean doubted() {
            return doubted;
        }

        synchronized boolean presence() {
            return presence;
        }
    }
}
