package dev.parley.engine;

import java.nio.ByteBuffer;

/** An outbox that keeps what is said, for others to say it again. One caller at a time. */
final class FrameRecorder implements Outbox {
    /** The longest header. */
    private static final int HEADER_BYTES = 10;
    /** From so many bytes on it pays that a transport can write them from where they lie. */
    private static final int OUTSIDE_THE_HEAP = 8 * 1024;

    private ByteBuffer frames;

    /** @param payloadBytes about how much is expected */
    FrameRecorder(int payloadBytes) {
        frames = room(payloadBytes + HEADER_BYTES);
    }

    /** What was said, from position to limit; nothing must follow. */
    ByteBuffer frames() {
        return frames.flip();
    }

    @Override
    public ByteBuffer claim(int bytes) {
        reserve(bytes);
        return frames;
    }

    @Override
    public void append(ByteBuffer bytes) {
        reserve(bytes.remaining());
        frames.put(bytes);
    }

    @Override
    public void finish() {
        throw new UnsupportedOperationException("A recorder has no connection.");
    }

    @Override
    public void abort() {
        throw new UnsupportedOperationException("A recorder has no connection.");
    }

    private void reserve(int bytes) {
        if (frames.remaining() < bytes) {
            frames = room(Math.max(frames.capacity() * 2, frames.position() + bytes))
                    .put(frames.flip());
        }
    }

    private static ByteBuffer room(int bytes) {
        return bytes < OUTSIDE_THE_HEAP ? ByteBuffer.allocate(bytes) : ByteBuffer.allocateDirect(bytes);
    }
}
