package dev.parley.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes that went each way in one case, with their times: the first of them in full, the rest counted. Any thread.
 */
public final class Transcript {
    /** Enough for a handshake, or for the beginning of a large frame. */
    static final int MAX_BYTES_AN_ENTRY = 512;
    /** Enough for a handshake byte by byte. */
    static final int MAX_ENTRIES = 256;
    /** What a thousand cases can keep without anybody noticing. */
    static final int MAX_BYTES = 16 * 1024;

    /** What an entry is about. */
    public enum Kind {
        /** Bytes from the probe. */
        SENT,
        /** Bytes from the endpoint under test. */
        CAME,
        /** Something else, said in {@link Entry#text}. */
        EVENT
    }

    /**
     * Some bytes, or an event.
     *
     * @param connection which connection of the case, from 1
     * @param nanos time since the case began
     * @param bytes the first of the bytes; empty for an event
     * @param total how many bytes there were
     * @param text what happened; empty for bytes
     */
    public record Entry(int connection, Kind kind, long nanos, byte[] bytes, long total, String text) {}

    private final long start = System.nanoTime();
    private final List<Entry> entries = new ArrayList<>();
    private int keptBytes;
    private long omitted;
    private long sent;
    private long came;

    /** Begins now. */
    Transcript() {}

    /** The entries that were kept, in the order of their times. */
    public synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** How many entries came after those that were kept. */
    public synchronized long omitted() {
        return omitted;
    }

    /** How many bytes the probe sent. */
    public synchronized long sent() {
        return sent;
    }

    /** How many bytes the endpoint under test sent. */
    public synchronized long came() {
        return came;
    }

    synchronized void sent(int connection, byte[] bytes, int from, int to) {
        sent += to - from;
        add(connection, Kind.SENT, bytes, from, to);
    }

    synchronized void came(int connection, byte[] bytes, int from, int to) {
        came += to - from;
        add(connection, Kind.CAME, bytes, from, to);
    }

    synchronized void event(int connection, String text) {
        // Events are few, and the last of them is how the connection ended.
        entries.add(new Entry(connection, Kind.EVENT, System.nanoTime() - start, new byte[0], 0, text));
    }

    private void add(int connection, Kind kind, byte[] bytes, int from, int to) {
        if (entries.size() >= MAX_ENTRIES || keptBytes >= MAX_BYTES) {
            omitted++;
            return;
        }
        int kept = Math.min(to - from, MAX_BYTES_AN_ENTRY);
        keptBytes += kept;
        byte[] copy = Arrays.copyOfRange(bytes, from, from + kept);
        entries.add(new Entry(connection, kind, System.nanoTime() - start, copy, to - from, ""));
    }
}
