package dev.parley.pubsub;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The log of one topic, in memory. Guarded by itself. */
final class TopicLog {
    /** About what a noted id takes beside its letters, in bytes. */
    private static final int COST_OF_AN_ID = 120;

    /** Parts of an answer: more bytes are for the next one. */
    private static final int MAX_READ_BYTES = 512 * 1024;

    /** Who published what before. */
    private record Name(String from, String id) {
        int cost() {
            return COST_OF_AN_ID + from.length() + id.length();
        }
    }

    private final String epoch;
    private final LogOptions options;
    private final Ring<Entry> entries = new Ring<>();
    private final Ring<Name> names = new Ring<>();
    private final Map<Name, Long> offsets = new HashMap<>();
    private long head;
    private long cost;

    /** The last time it was used, in the caller's milliseconds. */
    long used;

    /** Whether it was forgotten, to make room: then another one is to be made. */
    boolean forgotten;

    TopicLog(String epoch, LogOptions options) {
        this.epoch = epoch;
        this.options = options;
    }

    /** Adds a message, or finds where it stands. */
    Appended append(Draft draft, long time) {
        trim(time);
        Name name = new Name(draft.from(), draft.id());
        Long before = offsets.get(name);
        if (before != null) {
            return new Appended(new Position(epoch, before), 0, true);
        }
        Entry entry = new Entry(++head, draft.from(), draft.id(), time, draft.payload());
        entries.add(entry);
        names.add(name);
        offsets.put(name, entry.offset());
        cost += entry.cost() + name.cost();
        trim(time);
        return new Appended(new Position(epoch, entry.offset()), time, false);
    }

    Slice read(long after, int max, long time) {
        trim(time);
        long oldest = head - entries.size() + 1;
        long from = after < 0 ? Math.max(oldest, head + after + 1) : Math.max(oldest, saturated(after));
        List<Entry> read = new ArrayList<>();
        int bytes = 0;
        for (long offset = from; offset <= head && read.size() < max && bytes < MAX_READ_BYTES; offset++) {
            Entry entry = entries.at((int) (offset - oldest));
            read.add(entry);
            bytes += entry.cost();
        }
        return new Slice(epoch, oldest, head, read);
    }

    Position end() {
        return new Position(epoch, head);
    }

    /** About what it takes in memory, in bytes. */
    long cost() {
        return cost;
    }

    private static long saturated(long after) {
        return after == Long.MAX_VALUE ? after : after + 1;
    }

    private void trim(long time) {
        long tooOld = time - options.maxAge().toMillis();
        while (!entries.isEmpty()
                && (entries.size() > options.maxMessages() || entries.at(0).time() < tooOld)) {
            cost -= entries.removeFirst().cost();
        }
        while (names.size() > options.maxIds()) {
            Name name = names.removeFirst();
            offsets.remove(name);
            cost -= name.cost();
        }
    }
}
