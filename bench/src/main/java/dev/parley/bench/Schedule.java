package dev.parley.bench;

import java.util.List;

/**
 * When each message is to be sent, at a rate that does not care how the server does: what is sent late, since too many are still
 * unanswered, is counted from when it was due. Otherwise a server that stands still for a second would be asked nothing in it, and
 * the one late answer would hide the thousand that were never asked for ("coordinated omission"). Confined to the event loop.
 */
final class Schedule {
    private final List<LoadConnection> connections;
    private final double nanosPerMessage;
    private final long began;
    private long sent;

    Schedule(List<LoadConnection> connections, long messagesPerSecond, long now) {
        this.connections = connections;
        this.nanosPerMessage = 1e9 / messagesPerSecond;
        this.began = now;
    }

    /** Sends what is due, each on the next connection in turn; it waits for one that has no room. */
    void sendDue(long now) {
        for (long due = dueAt(sent); due - now <= 0; due = dueAt(sent)) {
            LoadConnection next = connections.get((int) (sent % connections.size()));
            if (!next.hasRoom()) {
                return;
            }
            next.send(1, due);
            sent++;
        }
    }

    private long dueAt(long message) {
        return began + (long) (message * nanosPerMessage);
    }
}
