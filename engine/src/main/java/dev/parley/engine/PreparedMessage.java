package dev.parley.engine;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message for many connections, whose frames are put together, and compressed, only once for all servers' ends that agreed on the
 * same. One caller at a time, the one of the engines that send it.
 */
public final class PreparedMessage {
    /** A message compressed in one way. */
    private record Compressed(int windowBits, int level, ByteBuffer frames) {}

    private final Opcode kind;
    private final ByteBuffer payload;
    private @Nullable ByteBuffer frame;
    private @Nullable List<Compressed> compressed;

    /**
     * @param kind {@link Opcode#TEXT}, whose bytes must be UTF-8 and are not checked, or {@link Opcode#BINARY}
     * @param payload the bytes from position to limit, which must not change any more
     * @throws IllegalArgumentException if that is no kind of message
     */
    public PreparedMessage(Opcode kind, ByteBuffer payload) {
        if (!kind.isMessage()) {
            throw new IllegalArgumentException(kind + " is not a kind of message.");
        }
        this.kind = kind;
        this.payload = payload.slice();
    }

    public Opcode kind() {
        return kind;
    }

    /** The bytes of the message, from position to limit; both are to be left as they are. */
    public ByteBuffer payload() {
        return payload;
    }

    /** The message as it is, in one frame. */
    ByteBuffer frame() {
        if (frame == null) {
            FrameRecorder recorder = new FrameRecorder(payload.remaining());
            new FrameEncoder(null, recorder).encode(kind, payload);
            frame = recorder.frames();
        }
        return frame;
    }

    /** The message compressed without the help of earlier ones, or as it is if that is shorter. */
    ByteBuffer compressed(Deflate agreed, EnginePool pool) {
        if (compressed == null) {
            compressed = new ArrayList<>(1);
        }
        for (Compressed one : compressed) {
            if (one.windowBits == agreed.windowBits() && one.level == agreed.level()) {
                return one.frames;
            }
        }
        FrameRecorder recorder = new FrameRecorder(payload.remaining() / 2);
        new MessageDeflater(agreed, pool, new FrameEncoder(null, recorder)).send(kind, payload);
        Compressed made = new Compressed(agreed.windowBits(), agreed.level(), recorder.frames());
        compressed.add(made);
        return made.frames;
    }
}
