package dev.parley.server;

import dev.parley.engine.Opcode;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages for one peer that are not given to its connection yet, because more waits there than the soft limit: here they can still be
 * replaced or given up. Any thread.
 */
final class Backlog {
    /** What a waiting message costs beside its payload. */
    private static final int COST_OF_A_MESSAGE = 64;

    /** @param payload belongs to this message alone */
    record Waiting(Opcode kind, ByteBuffer payload) {
        int cost() {
            return payload.remaining() + COST_OF_A_MESSAGE;
        }
    }

    private final SlowConsumer policy;
    private final long limit;
    /** In the order in which they are to be sent. Who has no key has one that nobody else has. */
    private final Map<Object, Waiting> messages = new LinkedHashMap<>();

    private long payloadBytes;
    private long givenUp;

    /** @param limit over which cost messages are given up */
    Backlog(SlowConsumer policy, long limit) {
        this.policy = policy;
        this.limit = limit;
    }

    /**
     * Adds a message.
     *
     * @param key what it replaces if that waits; null if it replaces nothing
     * @return false, and it is not added, if there is no room and nothing may be given up for it
     */
    synchronized boolean add(Waiting message, @Nullable Object key) {
        boolean replaces = policy == SlowConsumer.KEEP_LATEST && key != null;
        Object place = replaces ? key : new Object();
        Waiting before = messages.get(place);
        long more = message.cost() - (before == null ? 0 : before.cost());
        if (policy == SlowConsumer.KEEP_LATEST && costNow() + more > limit) {
            return false;
        }
        messages.put(place, message); // where the one before was
        payloadBytes += message.payload().remaining();
        if (before != null) {
            payloadBytes -= before.payload().remaining();
            givenUp++;
        }
        Iterator<Waiting> oldest = messages.values().iterator();
        while (costNow() > limit && messages.size() > 1) {
            payloadBytes -= oldest.next().payload().remaining();
            oldest.remove();
            givenUp++;
        }
        return true;
    }

    /** Takes out the next one. */
    synchronized @Nullable Waiting poll() {
        Iterator<Waiting> first = messages.values().iterator();
        if (!first.hasNext()) {
            return null;
        }
        Waiting next = first.next();
        first.remove();
        payloadBytes -= next.payload().remaining();
        return next;
    }

    synchronized boolean isEmpty() {
        return messages.isEmpty();
    }

    synchronized long payloadBytes() {
        return payloadBytes;
    }

    /** What the messages here take, about, in bytes. */
    synchronized long cost() {
        return costNow();
    }

    /** How many messages were replaced or given up, ever. */
    synchronized long givenUp() {
        return givenUp;
    }

    private long costNow() {
        return payloadBytes + (long) messages.size() * COST_OF_A_MESSAGE;
    }
}
