package dev.parley.net;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counts what was accepted for sending and is not written yet: payload bytes, as the application knows them, and what they
 * cost in memory, which compression makes less. Any thread, but for what says that it is for the event loop.
 *
 * <p>The event loop, where most of it happens, counts for itself: to add to a counter of many threads costs as much as to
 * encode a short message.
 */
public final class OutboundMeter {
    /** What a waiting message costs beside its payload: without it, empty messages could be queued without end. */
    private static final int COST_OF_A_MESSAGE = 32;

    private static final VarHandle PAYLOAD_ELSEWHERE = field("payloadElsewhere");
    private static final VarHandle COST_ELSEWHERE = field("costElsewhere");
    private static final VarHandle PAYLOAD_ON_LOOP = field("payloadOnLoop");
    private static final VarHandle COST_ON_LOOP = field("costOnLoop");

    /** What other threads added. */
    private volatile long payloadElsewhere;

    private volatile long costElsewhere;

    /** What the event loop added, less all that was written. Only the loop writes it. */
    private volatile long payloadOnLoop;

    private volatile long costOnLoop;

    /** The payload bytes that wait. */
    public long payloadBytes() {
        return sum(payloadOnLoop, payloadElsewhere);
    }

    /** What the waiting messages cost in memory, about, in bytes. */
    public long cost() {
        return sum(costOnLoop, costElsewhere);
    }

    /** The loop's figure is read before the other one: what was written meanwhile was accepted before. */
    private static long sum(long onLoop, long elsewhere) {
        return Math.max(0, onLoop + elsewhere);
    }

    /** A message was accepted. To be counted before it is sent: it may be written before the sender's thread goes on. */
    public void accepted(long bytes) {
        addElsewhere(bytes, bytes + COST_OF_A_MESSAGE);
    }

    /** The same, called on the event loop. */
    public void acceptedOnLoop(long bytes) {
        // Others may see it a moment late: it only grows here, and who waits for less is told by those below.
        PAYLOAD_ON_LOOP.setOpaque(this, payloadOnLoop + bytes);
        COST_ON_LOOP.setOpaque(this, costOnLoop + bytes + COST_OF_A_MESSAGE);
    }

    /** A message was accepted that is sent in parts, and takes memory part by part. */
    public void acceptedForParts(long bytes) {
        addElsewhere(bytes, COST_OF_A_MESSAGE);
    }

    /** A part of such a message takes memory from now on, until it is written. */
    public void loaded(long bytes) {
        addElsewhere(0, bytes + COST_OF_A_MESSAGE);
    }

    /** Such a message was sent with its last part. */
    public void loadedAll() {
        addElsewhere(0, -COST_OF_A_MESSAGE);
    }

    /** A message became smaller by so many bytes. Called on the event loop. */
    public void compressed(long bytesLess) {
        costOnLoop -= bytesLess;
    }

    /** Messages were written. Called on the event loop. */
    public void written(int messages, long payloadBytes, long bytes) {
        payloadOnLoop -= payloadBytes;
        costOnLoop -= bytes + (long) messages * COST_OF_A_MESSAGE;
    }

    /** A message was not sent after all. */
    public void dropped(long bytes) {
        addElsewhere(-bytes, -bytes - COST_OF_A_MESSAGE);
    }

    private void addElsewhere(long payload, long cost) {
        PAYLOAD_ELSEWHERE.getAndAdd(this, payload);
        COST_ELSEWHERE.getAndAdd(this, cost);
    }

    private static VarHandle field(String name) {
        try {
            return MethodHandles.lookup().findVarHandle(OutboundMeter.class, name, long.class);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e); // it stands above
        }
    }
}
