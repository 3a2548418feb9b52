package dev.parley.engine;

import java.nio.ByteBuffer;

/** An engine whose neighbours do, and allocate, next to nothing: they count what the engine does. */
final class Idle implements EngineHandler, Outbox {
    private static final int LARGEST_CLAIM = 16 * 1024;

    final WebSocketEngine engine;
    private final ByteBuffer out = ByteBuffer.allocate(LARGEST_CLAIM);
    private int messages;
    private int largestMessage;
    private int calls;
    private boolean ended;

    Idle(Role role, Limits limits) {
        this(role, limits, Agreement.NONE);
    }

    Idle(Role role, Limits limits, Agreement agreement) {
        engine = role == Role.SERVER
                ? WebSocketEngine.server(limits, agreement, this, this)
                : WebSocketEngine.client(limits, agreement, () -> 1, this, this);
    }

    Idle(Role role, Limits limits, Agreement agreement, EnginePool pool) {
        engine = role == Role.SERVER
                ? WebSocketEngine.server(limits, PartialMessages.UNLIMITED, agreement, pool, this, this)
                : WebSocketEngine.client(limits, PartialMessages.UNLIMITED, agreement, pool, () -> 1, this, this);
    }

    int messages() {
        return messages;
    }

    /** In bytes. */
    int largestMessage() {
        return largestMessage;
    }

    /** How often the engine called, whatever for. */
    int calls() {
        return calls;
    }

    private void count() {
        if (ended) {
            throw new AssertionError("a call after the end");
        }
        calls++;
    }

    @Override
    public void onMessage(Opcode kind, ByteBuffer payload) {
        count();
        messages++;
        largestMessage = Math.max(largestMessage, payload.remaining());
    }

    @Override
    public void onPing(ByteBuffer payload) {
        count();
    }

    @Override
    public void onPong(ByteBuffer payload) {
        count();
    }

    @Override
    public void onClosing(Close received, Runnable answer) {
        count();
        answer.run();
    }

    @Override
    public void onEnd(Ending ending) {
        count();
        ended = true;
    }

    @Override
    public ByteBuffer claim(int bytes) {
        count();
        return out.clear();
    }

    @Override
    public void append(ByteBuffer bytes) {
        count();
    }

    @Override
    public void finish() {
        count();
    }

    @Override
    public void abort() {
        count();
    }
}
