package dev.parley.engine;

import java.nio.ByteBuffer;

/**
 * Where a {@link FrameDecoder} puts what it finds. For each frame: {@link #onOpcode}, {@link #onLength}, and {@link
 * #onPayload} once or more.
 */
interface FrameSink {
    /**
     * The first byte of a frame came in.
     *
     * @param compressed whether it begins a compressed message
     */
    void onOpcode(Opcode opcode, boolean fin, boolean compressed);

    /** The length is known, before any byte of the payload, or of memory, is touched. */
    void onLength(long length);

    /** The next bytes of the payload, unmasked, from position to limit; lent until this returns. */
    void onPayload(ByteBuffer piece, boolean lastOfFrame);
}
