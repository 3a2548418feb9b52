package dev.parley.net;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Has the connections of this process to one address made one after another (RFC 6455 §4.1), in the order in which they
 * asked. Any thread.
 */
final class Turns {
    /** For each address that somebody is connecting to, those who wait. Who waits gives up by a deadline of its own. */
    private static final Map<InetSocketAddress, Deque<BooleanSupplier>> WAITING = new HashMap<>();

    /** How many wait; guarded by their map. */
    private static int waitingInAll;

    private Turns() {}

    /** How many wait, for all addresses. Those that have given up count until it would be their turn. */
    static int waiting() {
        synchronized (WAITING) {
            return waitingInAll;
        }
    }

    /** @param begin called when it is its turn, now or later; false if it needs the turn no more, else it must {@link #leave} */
    static void enter(InetSocketAddress address, BooleanSupplier begin) {
        synchronized (WAITING) {
            Deque<BooleanSupplier> waiting = WAITING.get(address);
            if (waiting != null) {
                waiting.add(begin);
                waitingInAll++;
                return;
            }
            WAITING.put(address, new ArrayDeque<>());
        }
        if (!begin.getAsBoolean()) {
            leave(address);
        }
    }

    /** The connection is established, or has failed: the next one's turn. */
    static void leave(InetSocketAddress address) {
        BooleanSupplier next;
        do {
            next = next(address);
        } while (next != null && !next.getAsBoolean());
    }

    private static @Nullable BooleanSupplier next(InetSocketAddress address) {
        synchronized (WAITING) {
            Deque<BooleanSupplier> waiting = WAITING.get(address);
            BooleanSupplier next = waiting == null ? null : waiting.poll();
            if (next == null) {
                WAITING.remove(address);
            } else {
                waitingInAll--;
            }
            return next;
        }
    }
}
