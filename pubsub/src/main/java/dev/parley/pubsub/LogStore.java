package dev.parley.pubsub;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link FileLog} does with its files: gives offsets, recognises ids, forgets what is too old, and judges when it is opened whether
 * anything that was acknowledged can be missing. One caller at a time.
 */
final class LogStore {
    private static final System.Logger LOG = System.getLogger("dev.parley.pubsub");

    /** What Linux calls this run of the machine. */
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    /** Topics whose rows are at hand. */
    private static final int CACHED_TOPICS = 10_000;

    private static final int SWEPT_AT_ONCE = 100;

    /** May fail, whatever it does. */
    @FunctionalInterface
    interface Work {
        boolean done() throws Exception;
    }

    /** A topic in use. */
    private static final class Known {
        final long id;
        final String epoch;
        long head;
        long trimmedAt;

        Known(LogFile.Row row) {
            id = row.id();
            epoch = row.epoch();
            head = row.head();
            trimmedAt = head;
        }
    }

    private final Path directory;
    private final FileChannel lock;
    private final LogFile file;
    private final LogMark mark;
    private final Durability durability;
    private final LogOptions options;
    private final LongSupplier clock;
    private final Supplier<String> epochs;
    private final String whyAnew;

    private final Map<TopicName, Known> topics = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<TopicName, Known> eldest) {
            return size() > CACHED_TOPICS && !changed.containsKey(eldest.getKey());
        }
    };
    /** Those whose heads have moved since the last commit. */
    private final Map<TopicName, Known> changed = new HashMap<>();

    private long appended;
    private int uncommitted;
    /** How many topics there are; −1 if that must be looked up. */
    private long count = -1;

    private long time;
    private boolean broken;

    private LogStore(
            Path directory,
            FileChannel lock,
            LogFile file,
            LogMark mark,
            long appended,
            String whyAnew,
            Durability durability,
            LogOptions options,
            LongSupplier clock,
            Supplier<String> epochs) {
        this.directory = directory;
        this.lock = lock;
        this.file = file;
        this.mark = mark;
        this.appended = appended;
        this.whyAnew = whyAnew;
        this.durability = durability;
        this.options = options;
        this.clock = clock;
        this.epochs = epochs;
    }

    static LogStore open(
            Path directory, Durability durability, LogOptions options, LongSupplier clock, Supplier<String> epochs)
            throws IOException {
        Files.createDirectories(directory);
        FileChannel lock = lock(directory.resolve("lock"));
        try {
            LogMark mark = LogMark.open(directory.resolve("topics.mark"));
            return open(directory, lock, mark, durability, options, clock, epochs);
        } catch (SQLException e) {
            lock.close();
            throw new IOException("The log in " + directory + " cannot be opened: " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static LogStore open(
            Path directory,
            FileChannel lock,
            LogMark mark,
            Durability durability,
            LogOptions options,
            LongSupplier clock,
            Supplier<String> epochs)
            throws IOException, SQLException {
        String why;
        LogFile file = null;
        LogFile.State state = null;
        String boot = boot();
        try {
            file = LogFile.open(directory.resolve("topics.db"), options.maxBytes());
            state = file.state();
            why = whyNotWhole(file, state, mark.read(), boot);
        } catch (SQLException e) {
            if (file != null) {
                file.close();
            }
            why = "it is broken: " + e.getMessage();
            file = setAside(directory, options);
        }
        if (!why.isEmpty()) {
            LOG.log(System.Logger.Level.WARNING, "The log in {0} begins new epochs: {1}", directory, why);
            file.beginAnew(epochs);
        }
        file.claim(boot, durability);
        long appended = state == null || file.state() == null ? 0 : file.state().appended();
        mark.write(appended);
        return new LogStore(directory, lock, file, mark, appended, why, durability, options, clock, epochs);
    }

    /** Why something that was acknowledged may be missing; empty if nothing can be. */
    private static String whyNotWhole(LogFile file, LogFile.@Nullable State state, long marked, String boot)
            throws SQLException {
        if (state == null) {
            return marked == 0 ? "" : "all " + marked + " messages that were acknowledged are missing";
        }
        if (!file.isSound()) {
            throw new SQLException("its tables do not agree");
        }
        if (state.appended() < marked) {
            return (marked - state.appended()) + " messages that were acknowledged are missing";
        }
        boolean survivesPower = state.durability().equals(Durability.POWER.label());
        if (!state.clean() && !survivesPower && (boot.isEmpty() || !boot.equals(state.boot()))) {
            return "the machine was started anew before the log had been closed";
        }
        return "";
    }

    private static LogFile setAside(Path directory, LogOptions options) throws IOException, SQLException {
        for (String end : new String[] {"", "-wal", "-shm"}) {
            Path part = directory.resolve("topics.db" + end);
            if (Files.exists(part)) {
                Files.move(
                        part,
                        directory.resolve("topics.db.broken" + end),
                        StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.ATOMIC_MOVE);
            }
        }
        return LogFile.open(directory.resolve("topics.db"), options.maxBytes());
    }

    private static FileChannel lock(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // This process has it already.
        }
        if (lock == null) {
            channel.close();
            throw new IOException("The log in " + path.getParent() + " is in use.");
        }
        return channel;
    }

    /** Names this run of the machine; empty where it has no name, and then an unclean end counts as a loss. */
    private static String boot() {
        try {
            return Files.readString(BOOT).strip();
        } catch (IOException | SecurityException e) {
            return "";
        }
    }

    Durability durability() {
        return durability;
    }

    String whyAnew() {
        return whyAnew;
    }

    /** Adds a message to the transaction. */
    Appended append(TopicName name, Draft draft) throws SQLException {
        Known topic = topic(name);
        long before = file.seen(topic.id, draft.from(), draft.id());
        if (before > 0) {
            return new Appended(new Position(topic.epoch, before), 0, true);
        }
        long now = now();
        Entry entry = new Entry(topic.head + 1, draft.from(), draft.id(), now, draft.payload());
        file.add(topic.id, entry);
        topic.head++;
        uncommitted++;
        changed.put(name, topic);
        // Seldom, as it costs as much for one as for many; until then what is too much is not shown.
        if (topic.head - topic.trimmedAt > options.maxMessages() / 8 + 16) {
            topic.trimmedAt = topic.head;
            file.trim(topic.id, oldest(topic), topic.head - options.maxIds() + 1);
        }
        return new Appended(new Position(topic.epoch, entry.offset()), now, false);
    }

    /** Ends the transaction: what was added is as safe as it is promised to be. */
    void commit() throws SQLException, IOException {
        for (Known topic : changed.values()) {
            file.moveHead(topic.id, topic.head, time);
        }
        file.commit(uncommitted);
        appended += uncommitted;
        uncommitted = 0;
        changed.clear();
        mark.write(appended);
    }

    /** Takes back what is not committed. After an error that leaves open what the disk has, nothing more is taken. */
    void giveUp(Exception why) {
        topics.clear();
        count = -1;
        changed.clear();
        uncommitted = 0;
        try {
            file.rollback();
        } catch (SQLException e) {
            broken = true;
        }
        String message = String.valueOf(why.getMessage());
        if (why instanceof IOException || message.contains("SQLITE_IOERR") || message.contains("SQLITE_CORRUPT")) {
            broken = true;
        }
    }

    Slice read(TopicName name, long after, int max) throws SQLException, IOException {
        Known topic = topic(name);
        long oldest = oldest(topic);
        long from = after < 0
                ? Math.max(oldest, topic.head + after + 1)
                : Math.max(oldest, after == Long.MAX_VALUE ? after : after + 1);
        Slice slice = new Slice(
                topic.epoch,
                oldest,
                topic.head,
                max == 0 || from > topic.head ? List.of() : file.read(topic.id, from, max));
        commit(); // the topic may be new
        return slice;
    }

    /** Forgets topics in which nothing is left. */
    void sweep() throws SQLException, IOException {
        if (file.forget(now() - options.maxAge().toMillis(), SWEPT_AT_ONCE) > 0) {
            topics.clear();
            count = -1;
        }
        commit();
    }

    void close() {
        try {
            if (!broken) {
                file.release();
            }
            file.close();
            mark.close();
            lock.close();
        } catch (SQLException | IOException e) {
            LOG.log(System.Logger.Level.WARNING, "The log in " + directory + " could not be closed.", e);
        }
    }

    @Override
    public String toString() {
        return directory.toString();
    }

    private Known topic(TopicName name) throws SQLException {
        if (broken) {
            throw new Refused(Refusal.UNAVAILABLE, "The log has failed, and must be opened anew.");
        }
        Known known = topics.get(name);
        if (known != null) {
            return known;
        }
        LogFile.Row row = file.topic(name);
        if (row == null) {
            if (count < 0) {
                count = file.topics();
            }
            if (count >= options.maxTopics()) {
                throw new Refused(Refusal.BUSY, "There are too many topics.");
            }
            file.addTopic(name, epochs.get(), now());
            count++;
            row = file.topic(name);
        }
        if (row == null) {
            throw new SQLException("a topic that was just added is not there");
        }
        Known found = new Known(row);
        topics.put(name, found);
        return found;
    }

    private long oldest(Known topic) throws SQLException {
        long found = file.oldest(
                topic.id,
                Math.max(1, topic.head - options.maxMessages() + 1),
                now() - options.maxAge().toMillis());
        return found < 0 ? topic.head + 1 : found;
    }

    /** The time does not go back in a log. */
    private long now() {
        time = Math.max(time, clock.getAsLong());
        return time;
    }
}
