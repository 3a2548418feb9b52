package dev.parley.bench;

import java.util.List;
import java.util.function.LongConsumer;

/**
 * When each message is to be sent, at a rate that does not care how the server does: what is sent late, since too many are still
 * unanswered, is counted from when it was due. Otherwise a server that stands still for a second would be asked nothing in it, and
 * the one late answer would hide the thousand that were never asked for ("coordinated omission"). Confined to the event loop.
 */
final class Schedule {
    private final List<? extends Line> connections;
    private final double nanosPerMessage;
    private final long began;
    private long sent;

    /** What messages are sent on. */
    interface Line {
        /** Whether one more message may be sent. */
        boolean hasRoom();

        /** Sends the next messages, which were to be sent at this time. */
        void send(int count, long at);

        /** Tells of every message in flight when it was sent, or was to be. */
        void eachInFlight(LongConsumer at);
    }

    Schedule(List<? extends Line> connections, long messagesPerSecond, long now) {
        this.connections = connections;
        this.nanosPerMessage = 1e9 / messagesPerSecond;
        this.began = now;
    }

    /** Sends what is due, each on the next connection in turn; it waits for one that has no room. */
    void sendDue(long now) {
        for (long due = dueAt(sent); due - now <= 0; due = dueAt(sent)) {
            Line next = connections.get((int) (sent % connections.size()));
            if (!next.hasRoom()) {
                return;
            }
            next.send(1, due);
            sent++;
        }
    }

    /** Tells of every message that was due before, and is not answered, when it was due. */
    void eachOwed(long now, LongConsumer at) {
        connections.forEach(connection -> connection.eachInFlight(at));
        for (long message = sent; dueAt(message) < now; message++) {
            at.accept(dueAt(message));
        }
    }

    private long dueAt(long message) {
        return began + (long) (message * nanosPerMessage);
    }
}
