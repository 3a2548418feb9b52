package dev.parley.pubsub;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A topic that somebody is subscribed to, at one node: follows the log, message by message, and never passes over one. What the feed
 * tells is taken if it is just what follows; in any other case the log is read. Any thread; the log is never called, nor anybody
 * else, with the lock held.
 *
 * <pre>
 * begin ─▶ looking ─▶ the end of the log is known: open
 *             ▲ │
 *  a gap, a   │ └──▶ what follows: taken
 *  doubt, an  │      another epoch, or what follows is gone: lost, and the subscriptions are told
 *  epoch ─────┘      the log cannot be read: again, later
 * </pre>
 */
final class Topic implements Feed {
    /** How many messages are read at a time. */
    private static final int READ = 256;

    private static final long MIN_PAUSE_MILLIS = 100;
    private static final long MAX_PAUSE_MILLIS = 3_000;

    /** Learns that the log was looked at, after it had asked for that. */
    @FunctionalInterface
    interface Looked {
        /** @param reached whether the log could be read */
        void looked(boolean reached);
    }

    final TopicName name;
    private final Topics node;
    private final Tail tail;
    private final Map<Executor, Audience> audiences = new IdentityHashMap<>();
    /** Those who want the same part of the log share the reading of it. */
    private final Map<Long, CompletionStage<Chunk>> reads = new HashMap<>();

    private @Nullable Following following;
    private boolean ended;
    private boolean open;
    private TopicState state = new TopicState("", 0, 0, Lost.EPOCH_CHANGED, 1);

    private boolean looking;
    private boolean lookAgain;
    private List<Looked> askers = new ArrayList<>();
    private List<Looked> laterAskers = new ArrayList<>();
    private long pauseMillis = MIN_PAUSE_MILLIS;

    /** How many subscriptions there are, and are to be. Guarded by the node. */
    int users;

    Topic(TopicName name, Topics node) {
        this.name = name;
        this.node = node;
        this.tail = new Tail(node.options().tailMessages(), node.options().tailBytes());
    }

    /** Called once. */
    void begin() {
        Following begun = node.backplane().follow(name, this);
        boolean over;
        synchronized (this) {
            following = begun;
            over = ended;
        }
        if (over) {
            begun.close();
        } else {
            onDoubt();
        }
    }

    /** Nobody is subscribed any more. */
    void end() {
        Following last;
        synchronized (this) {
            ended = true;
            last = following;
        }
        if (last != null) {
            last.close();
        }
    }

    /** Where it stands; null before that is known. */
    synchronized @Nullable TopicState state() {
        return open ? state : null;
    }

    // ---- the feed ----

    @Override
    public void onEntry(String epoch, Entry entry) {
        synchronized (this) {
            if (open && epoch.equals(state.epoch())) {
                if (entry.offset() <= state.last()) {
                    return;
                }
                if (entry.offset() == state.last() + 1) {
                    accept(entry);
                    return;
                }
            }
        }
        onDoubt();
    }

    @Override
    public void onDoubt() {
        look(null);
    }

    @Override
    public void onPresence() {
        node.presence().changed(name);
    }

    /** The end of the log, as it was a moment ago. */
    void compare(Position end) {
        TopicState now = state();
        if (now != null && !end.equals(now.position(now.last()))) {
            onDoubt();
        }
    }

    // ---- looking at the log ----

    /** Looks at the log, once more if it is being looked at: what was appended by now will be known then. */
    void look(@Nullable Looked asker) {
        synchronized (this) {
            if (asker != null) {
                laterAskers.add(asker);
            }
            if (following == null || looking) {
                lookAgain = true; // as begin() does
                return;
            }
            looking = true;
            takeAskers();
        }
        readOn();
    }

    private void takeAskers() {
        lookAgain = false;
        askers.addAll(laterAskers);
        laterAskers = new ArrayList<>();
    }

    private void readOn() {
        while (true) {
            long after;
            int max;
            synchronized (this) {
                after = open ? state.last() : Long.MAX_VALUE;
                max = open ? READ : 0;
            }
            CompletableFuture<Slice> reading = node.read(name, after, max).toCompletableFuture();
            if (!reading.isDone()) {
                reading.whenComplete((slice, failure) -> {
                    if (looked(after, slice, failure)) {
                        readOn();
                    }
                });
                return;
            }
            Slice slice = reading.isCompletedExceptionally() ? null : reading.join();
            if (!looked(after, slice, null)) {
                return;
            }
        }
    }

    /** @return whether to read on at once */
    private boolean looked(long after, @Nullable Slice slice, @Nullable Throwable failure) {
        List<Looked> told;
        boolean more = false;
        boolean failed = slice == null || failure != null;
        synchronized (this) {
            if (!failed) {
                pauseMillis = MIN_PAUSE_MILLIS;
                take(after, slice);
                more = state.last() < slice.head() && !ended;
            }
            told = more ? List.of() : askers;
            if (!more) {
                askers = new ArrayList<>();
                if (!failed && lookAgain && !ended) {
                    takeAskers();
                    more = true;
                }
                looking = more || failed && !ended;
            }
            if (failed && !ended) {
                node.timing().after(pauseMillis, this::lookLater);
                pauseMillis = Math.min(pauseMillis * 2, MAX_PAUSE_MILLIS);
            }
        }
        told.forEach(asker -> asker.looked(!failed));
        return more;
    }

    private void lookLater() {
        synchronized (this) {
            if (ended) {
                looking = false;
                return;
            }
            takeAskers();
        }
        readOn();
    }

    /** @param after what was asked for: by then the log had at least so much */
    private void take(long after, Slice slice) {
        if (!open) {
            open = true;
            state = new TopicState(slice.epoch(), slice.head(), 0, Lost.EPOCH_CHANGED, slice.oldest());
        } else if (!slice.epoch().equals(state.epoch()) || slice.head() < after) {
            lose(slice, Lost.EPOCH_CHANGED);
        } else if (slice.head() > state.last() && slice.oldest() > state.last() + 1) {
            lose(slice, Lost.TRIMMED);
        } else {
            for (Entry entry : slice.entries()) {
                if (entry.offset() == state.last() + 1) {
                    accept(entry);
                }
            }
        }
    }

    private void accept(Entry entry) {
        state = state.at(entry.offset());
        tail.add(new Message(entry.offset(), Wire.message(name, entry)));
        wake();
    }

    private void lose(Slice slice, Lost why) {
        state = new TopicState(slice.epoch(), slice.head(), state.losses() + 1, why, slice.oldest());
        tail.clear();
        wake();
    }

    // ---- the subscriptions ----

    /** What a subscription gets that has got so far. */
    synchronized Next next(TopicState at, int max) {
        if (at.losses() != state.losses()) {
            return new Next.Elsewhere(state);
        }
        if (at.last() == state.last()) {
            return new Next.Messages(List.of());
        }
        return tail.covers(at.last()) ? new Next.Messages(tail.after(at.last(), max)) : new Next.FromLog();
    }

    /** Reads a part of the log, together with whoever wants the same. */
    CompletionStage<Chunk> chunk(long after, int max) {
        synchronized (this) {
            CompletionStage<Chunk> shared = reads.get(after);
            if (shared != null) {
                return shared;
            }
        }
        CompletionStage<Chunk> reading =
                node.read(name, after, Math.min(max, READ)).thenApply(slice -> Chunk.of(name, slice));
        synchronized (this) {
            reads.put(after, reading);
        }
        reading.whenComplete((chunk, failure) -> {
            synchronized (this) {
                reads.remove(after, reading);
            }
        });
        return reading;
    }

    /** The audience on a loop. Called on that loop. */
    synchronized Audience audience(Executor loop) {
        return audiences.computeIfAbsent(loop, on -> new Audience(this, on, state));
    }

    /** Nobody is left in it. Called on its loop. */
    synchronized void remove(Audience audience) {
        audiences.remove(audience.loop(), audience);
    }

    /** What an audience has not been given yet; null if that is not at hand. Called on its loop. */
    synchronized @Nullable List<Message> take(Audience audience) {
        TopicState before = audience.state;
        audience.woken = false;
        audience.state = state;
        if (before.losses() != state.losses()) {
            return null;
        }
        if (before.last() == state.last()) {
            return List.of();
        }
        return tail.covers(before.last()) ? tail.after(before.last(), Integer.MAX_VALUE) : null;
    }

    /** Says something to those who want to know of presence. */
    void tellOfPresence(byte[] utf8) {
        Collection<Audience> all;
        synchronized (this) {
            all = List.copyOf(audiences.values());
        }
        all.forEach(audience -> node.execute(audience.loop(), () -> audience.tellOfPresence(utf8)));
    }

    /** One task for each loop, however many subscriptions, and however many messages until it runs. */
    private void wake() {
        for (Audience audience : audiences.values()) {
            if (!audience.woken) {
                audience.woken = true;
                node.execute(audience.loop(), audience);
            }
        }
    }
}
