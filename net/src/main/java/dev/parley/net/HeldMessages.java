package dev.parley.net;

import dev.parley.engine.Opcode;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Messages that wait for the end of one that is being sent in parts: on the wire they cannot stand between. Who sends them bounds
 * them, by what has not been written yet. Confined to its connection.
 */
final class HeldMessages {
    /** @param payload belongs to this message alone */
    record Held(Opcode kind, ByteBuffer payload) {}

    private final Deque<Held> messages = new ArrayDeque<>();

    /** @param lent whether the payload is only lent, and must be copied */
    void add(Opcode kind, ByteBuffer payload, boolean lent) {
        messages.add(new Held(kind, lent ? copy(payload) : payload));
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    Held next() {
        return messages.remove();
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
    }
}
