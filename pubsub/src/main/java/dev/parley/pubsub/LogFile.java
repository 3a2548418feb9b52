package dev.parley.pubsub;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The tables of a {@link FileLog}, in one file of SQLite's. One caller at a time.
 *
 * <p>{@code topic} has a row for each topic, {@code entry} one for each message that is kept, {@code seen} one for each id that is
 * known; {@code state} is one row about the file itself.
 */
final class LogFile implements AutoCloseable {
    /** A file of another format is not touched. */
    private static final int FORMAT = 1;

    private static final int PAGE_BYTES = 4096;

    /** One answer: more bytes are for the next one. */
    private static final int MAX_READ_BYTES = 512 * 1024;

    private static final String[] TABLES = {
        "CREATE TABLE IF NOT EXISTS state (one INTEGER PRIMARY KEY CHECK (one = 1), appended INTEGER NOT NULL,"
                + " clean INTEGER NOT NULL, boot TEXT NOT NULL, durability TEXT NOT NULL)",
        "CREATE TABLE IF NOT EXISTS topic (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, epoch TEXT NOT NULL,"
                + " head INTEGER NOT NULL, used INTEGER NOT NULL)",
        "CREATE INDEX IF NOT EXISTS topic_used ON topic (used)",
        "CREATE TABLE IF NOT EXISTS entry (topic INTEGER NOT NULL, \"offset\" INTEGER NOT NULL, sender TEXT NOT NULL,"
                + " id TEXT NOT NULL, time INTEGER NOT NULL, json INTEGER NOT NULL, data BLOB NOT NULL,"
                + " PRIMARY KEY (topic, \"offset\")) WITHOUT ROWID",
        "CREATE TABLE IF NOT EXISTS seen (topic INTEGER NOT NULL, sender TEXT NOT NULL, id TEXT NOT NULL,"
                + " \"offset\" INTEGER NOT NULL, PRIMARY KEY (topic, sender, id)) WITHOUT ROWID",
        "CREATE INDEX IF NOT EXISTS seen_offset ON seen (topic, \"offset\")",
    };

    /** A topic, as its row has it. */
    record Row(long id, String epoch, long head) {}

    /** What the file says of itself. */
    record State(long appended, boolean clean, String boot, String durability) {}

    private final Connection db;
    private boolean begun;
    private final List<PreparedStatement> statements = new ArrayList<>();
    private final PreparedStatement findTopic;
    private final PreparedStatement addTopic;
    private final PreparedStatement moveHead;
    private final PreparedStatement findSeen;
    private final PreparedStatement addEntry;
    private final PreparedStatement addSeen;
    private final PreparedStatement oldest;
    private final PreparedStatement read;
    private final PreparedStatement trimEntries;
    private final PreparedStatement trimSeen;
    private final PreparedStatement count;

    private LogFile(Connection db) throws SQLException {
        this.db = db;
        findTopic = prepare("SELECT id, epoch, head FROM topic WHERE name = ?");
        addTopic = prepare("INSERT INTO topic (name, epoch, head, used) VALUES (?, ?, 0, ?)");
        moveHead = prepare("UPDATE topic SET head = ?, used = ? WHERE id = ?");
        findSeen = prepare("SELECT \"offset\" FROM seen WHERE topic = ? AND sender = ? AND id = ?");
        addEntry = prepare(
                "INSERT INTO entry (topic, \"offset\", sender, id, time, json, data) VALUES (?, ?, ?, ?, ?, ?, ?)");
        addSeen = prepare("INSERT INTO seen (topic, sender, id, \"offset\") VALUES (?, ?, ?, ?)");
        oldest = prepare(
                "SELECT \"offset\" FROM entry WHERE topic = ? AND \"offset\" >= ? AND time >= ? ORDER BY \"offset\" LIMIT 1");
        read = prepare("SELECT \"offset\", sender, id, time, json, data FROM entry WHERE topic = ? AND \"offset\" >= ?"
                + " ORDER BY \"offset\" LIMIT ?");
        trimEntries = prepare("DELETE FROM entry WHERE topic = ? AND \"offset\" < ?");
        trimSeen = prepare("DELETE FROM seen WHERE topic = ? AND \"offset\" < ?");
        count = prepare("UPDATE state SET appended = appended + ?");
    }

    /** @throws SQLException if the file cannot be read, or is broken */
    static LogFile open(Path file, long maxBytes) throws SQLException {
        Connection db = DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath());
        try (Statement statement = db.createStatement()) {
            statement.execute("PRAGMA page_size = " + PAGE_BYTES);
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("PRAGMA fullfsync = ON");
            statement.execute("PRAGMA checkpoint_fullfsync = ON");
            statement.execute("PRAGMA journal_size_limit = " + 16 * 1024 * 1024);
            statement.execute("PRAGMA max_page_count = " + Math.max(64, maxBytes / PAGE_BYTES));
            long format = number(statement, "PRAGMA user_version");
            if (format != 0 && format != FORMAT) {
                throw new IllegalStateException(file + " has a format of another version: " + format + ".");
            }
            for (String table : TABLES) {
                statement.execute(table);
            }
            statement.execute("PRAGMA user_version = " + FORMAT);
            return new LogFile(db);
        } catch (SQLException | RuntimeException e) {
            db.close();
            throw e;
        }
    }

    // ---- what the file is like ----

    /** Whether SQLite finds nothing wrong, and the offsets of each topic are without a gap, up to its head. */
    boolean isSound() throws SQLException {
        try (Statement statement = db.createStatement()) {
            try (ResultSet answer = statement.executeQuery("PRAGMA quick_check")) {
                if (!answer.next()
                        || !answer.getString(1).toLowerCase(Locale.ROOT).equals("ok")) {
                    return false;
                }
            }
            return number(
                            statement,
                            "SELECT count(*) FROM (SELECT topic, min(\"offset\") AS a, max(\"offset\") AS b, count(*) AS n"
                                    + " FROM entry GROUP BY topic) AS e LEFT JOIN topic ON topic.id = e.topic"
                                    + " WHERE topic.head IS NULL OR e.b <> topic.head OR e.b - e.a + 1 <> e.n")
                    == 0;
        }
    }

    /** What it says of itself; null if it is new. */
    @Nullable
    State state() throws SQLException {
        try (Statement statement = db.createStatement();
                ResultSet row = statement.executeQuery("SELECT appended, clean, boot, durability FROM state")) {
            return row.next()
                    ? new State(row.getLong(1), row.getInt(2) == 1, row.getString(3), row.getString(4))
                    : null;
        }
    }

    /** Notes that from now on the state of the file depends on this run; on the disk when this returns. */
    void claim(String boot, Durability durability) throws SQLException {
        begin();
        try (PreparedStatement statement = db.prepareStatement("INSERT INTO state (one, appended, clean, boot,"
                + " durability) VALUES (1, 0, 0, ?, ?) ON CONFLICT (one) DO UPDATE SET clean = 0, boot = ?1,"
                + " durability = ?2")) {
            statement.setString(1, boot);
            statement.setString(2, durability.label());
            statement.executeUpdate();
        }
        commit(0);
        if (durability != Durability.POWER) {
            // Written is enough to survive the process. The file stays whole in any case; its end may be lost with the
            // power.
            synchronous("NORMAL");
        }
    }

    /** Notes that nothing is missing; on the disk when this returns. */
    void release() throws SQLException {
        synchronous("FULL");
        begin();
        try (Statement statement = db.createStatement()) {
            statement.executeUpdate("UPDATE state SET clean = 1");
        }
        commit(0);
    }

    /** Gives all topics new epochs: something may be missing. */
    void beginAnew(Supplier<String> epochs) throws SQLException {
        begin();
        List<Long> ids = new ArrayList<>();
        try (Statement statement = db.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id FROM topic")) {
            while (rows.next()) {
                ids.add(rows.getLong(1));
            }
        }
        try (PreparedStatement statement = db.prepareStatement("UPDATE topic SET epoch = ? WHERE id = ?")) {
            for (long id : ids) {
                statement.setString(1, epochs.get());
                statement.setLong(2, id);
                statement.executeUpdate();
            }
        }
        commit(0);
    }

    // ---- topics ----

    @Nullable
    Row topic(TopicName name) throws SQLException {
        findTopic.setString(1, name.text());
        try (ResultSet row = findTopic.executeQuery()) {
            return row.next() ? new Row(row.getLong(1), row.getString(2), row.getLong(3)) : null;
        }
    }

    void addTopic(TopicName name, String epoch, long time) throws SQLException {
        begin();
        addTopic.setString(1, name.text());
        addTopic.setString(2, epoch);
        addTopic.setLong(3, time);
        addTopic.executeUpdate();
    }

    long topics() throws SQLException {
        try (Statement statement = db.createStatement()) {
            return number(statement, "SELECT count(*) FROM topic");
        }
    }

    /** Forgets topics that have not been written to since, at most so many. */
    int forget(long unusedSince, int max) throws SQLException {
        begin();
        String which = "(SELECT id FROM topic WHERE used < " + unusedSince + " ORDER BY used LIMIT " + max + ")";
        try (Statement statement = db.createStatement()) {
            statement.executeUpdate("DELETE FROM entry WHERE topic IN " + which);
            statement.executeUpdate("DELETE FROM seen WHERE topic IN " + which);
            return statement.executeUpdate("DELETE FROM topic WHERE id IN " + which);
        }
    }

    // ---- messages ----

    /** Where an id stands; 0 if it is not known. */
    long seen(long topic, String from, String id) throws SQLException {
        findSeen.setLong(1, topic);
        findSeen.setString(2, from);
        findSeen.setString(3, id);
        try (ResultSet row = findSeen.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    void add(long topic, Entry entry) throws SQLException {
        begin();
        addEntry.setLong(1, topic);
        addEntry.setLong(2, entry.offset());
        addEntry.setString(3, entry.from());
        addEntry.setString(4, entry.id());
        addEntry.setLong(5, entry.time());
        addEntry.setInt(6, entry.payload().isJson() ? 1 : 0);
        addEntry.setBytes(7, entry.payload().bytes());
        addEntry.executeUpdate();
        addSeen.setLong(1, topic);
        addSeen.setString(2, entry.from());
        addSeen.setString(3, entry.id());
        addSeen.setLong(4, entry.offset());
        addSeen.executeUpdate();
    }

    void moveHead(long topic, long head, long time) throws SQLException {
        begin();
        moveHead.setLong(1, head);
        moveHead.setLong(2, time);
        moveHead.setLong(3, topic);
        moveHead.executeUpdate();
    }

    /** The first offset from this one on that is not older than that time; −1 if there is none. */
    long oldest(long topic, long from, long notBefore) throws SQLException {
        oldest.setLong(1, topic);
        oldest.setLong(2, from);
        oldest.setLong(3, notBefore);
        try (ResultSet row = oldest.executeQuery()) {
            return row.next() ? row.getLong(1) : -1;
        }
    }

    List<Entry> read(long topic, long from, int max) throws SQLException {
        List<Entry> entries = new ArrayList<>();
        int bytes = 0;
        read.setLong(1, topic);
        read.setLong(2, from);
        read.setInt(3, max);
        try (ResultSet row = read.executeQuery()) {
            while (bytes < MAX_READ_BYTES && row.next()) {
                byte[] data = row.getBytes(6);
                Payload payload = row.getInt(5) == 1 ? Payload.json(data) : Payload.binary(data);
                Entry entry = new Entry(row.getLong(1), row.getString(2), row.getString(3), row.getLong(4), payload);
                entries.add(entry);
                bytes += entry.cost();
            }
        }
        return entries;
    }

    /** Forgets the messages before one offset, and the ids before another. */
    void trim(long topic, long entriesBefore, long idsBefore) throws SQLException {
        begin();
        trimEntries.setLong(1, topic);
        trimEntries.setLong(2, entriesBefore);
        trimEntries.executeUpdate();
        trimSeen.setLong(1, topic);
        trimSeen.setLong(2, idsBefore);
        trimSeen.executeUpdate();
    }

    /** Ends a transaction with so many messages more: what was done is done, as far as {@link #claim} says. */
    void commit(int appended) throws SQLException {
        if (appended > 0) {
            count.setInt(1, appended);
            begin();
            count.executeUpdate();
        }
        if (begun) {
            execute("COMMIT");
            begun = false;
        }
    }

    /** Takes back what is not committed. A full file has done so by itself. */
    void rollback() throws SQLException {
        if (begun) {
            begun = false;
            try {
                execute("ROLLBACK");
            } catch (SQLException e) {
                if (!String.valueOf(e.getMessage()).contains("no transaction is active")) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : statements) {
            statement.close();
        }
        db.close();
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = db.prepareStatement(sql);
        statements.add(statement);
        return statement;
    }

    /** Transactions are begun and ended here and not by the driver, which loses count when SQLite ends one by itself. */
    private void begin() throws SQLException {
        if (!begun) {
            execute("BEGIN IMMEDIATE");
            begun = true;
        }
    }

    /** Not within a transaction. */
    private void synchronous(String level) throws SQLException {
        execute("PRAGMA synchronous = " + level);
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = db.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long number(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }
}
