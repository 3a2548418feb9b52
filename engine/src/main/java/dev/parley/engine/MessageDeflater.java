package dev.parley.engine;

import java.nio.ByteBuffer;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Compresses the messages of one endpoint and sends them (RFC 7692 §7.2.1). A large one leaves in several frames, so that
 * compressing it takes no memory of its size. Confined to its connection.
 *
 * <p>zlib, as the JDK has it, always looks back 32 KiB. A smaller window is kept by cutting: after a full flush nothing
 * refers to what was before it, so with no more than a window's bytes between two of them no distance exceeds the window.
 */
final class MessageDeflater {
    /** RFC 7692 §7.2.1: "Remove 4 octets (that are 0x00 0x00 0xff 0xff) from the tail end." */
    private static final int TAIL_BYTES = 4;
    /** With less room than a flush marker takes, zlib would say the marker again. */
    private static final int MIN_ROOM = 8;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Deflate agreed;
    private final EnginePool pool;
    private final FrameEncoder encoder;
    private final int window;

    /** Keeps what the peer knows of earlier messages; null as long as there is nothing to keep. */
    private @Nullable Deflater context;

    /** How many bytes were compressed since the last full flush: as far back as a reference can reach. */
    private int reach;

    private boolean sending;
    private boolean ended;

    // Of the message under way.
    private Opcode next = Opcode.CONTINUATION;
    private boolean begun;

    MessageDeflater(Deflate agreed, EnginePool pool, FrameEncoder encoder) {
        this.agreed = agreed;
        this.pool = pool;
        this.encoder = encoder;
        this.window = 1 << agreed.windowBits();
    }

    /** Sends a message that others get, too: compressed only once for all who agreed on the same. */
    void send(PreparedMessage message) {
        if (message.payload().remaining() < agreed.thresholdBytes()) {
            encoder.add(message.frame());
        } else if (agreed.sendsWithContext()) {
            // What the peer knows of earlier messages, it alone knows.
            send(message.kind(), message.payload());
        } else {
            encoder.add(message.compressed(agreed, pool));
        }
    }

    /** Sends a message, compressed if that is worth it; the payload's position stays. */
    void send(Opcode kind, ByteBuffer payload) {
        if (!payload.hasRemaining() || payload.remaining() < agreed.thresholdBytes()) {
            // RFC 7692 §6.1: "An endpoint MUST use the following algorithm to send a message in the form of an
            // uncompressed message."
            encoder.encode(kind, payload);
            return;
        }
        ByteBuffer out = pool.takeBuffer();
        Deflater deflater = takeDeflater();
        sending = true;
        next = kind;
        begun = false;
        try {
            // RFC 7692 §6.1: "An endpoint MUST use the following algorithm to send a message in the form of a
            // compressed message."
            if (!compress(deflater, payload.duplicate(), out)) {
                encoder.encode(kind, payload);
            }
        } finally {
            sending = false;
            deflater.setInput(NOTHING); // the payload was only lent
            pool.give(out);
            giveBack(deflater);
        }
    }

    /** Lets go of the native memory, now or when the message under way is through. */
    void end() {
        ended = true;
        if (context != null && !sending) {
            EnginePool.end(context);
            context = null;
        }
    }

    private Deflater takeDeflater() {
        // RFC 7692 §7.2.1: "If the 'agreed parameters' contain the 'client_no_context_takeover' extension parameter,
        // the client MUST start compressing each new message with an empty LZ77 sliding window" and "If the 'agreed
        // parameters' contain the 'server_no_context_takeover' extension parameter, the server MUST start compressing
        // each new message with an empty LZ77 sliding window."
        if (!agreed.sendsWithContext()) {
            reach = 0;
            return pool.takeDeflater(agreed.level());
        }
        if (context == null) {
            context = EnginePool.newDeflater(agreed.level());
        }
        return context;
    }

    private void giveBack(Deflater deflater) {
        if (context == null) {
            pool.give(deflater, agreed.level());
        } else if (ended) {
            end();
        }
    }

    /** Returns whether it was sent; it is not if it grew, and nobody needs to know of it later. */
    private boolean compress(Deflater deflater, ByteBuffer in, ByteBuffer out) {
        int end = in.limit();
        int start = in.position();
        do {
            // RFC 7692 §7.2.1: "If the 'agreed parameters' contain the 'client_max_window_bits' extension parameter
            // with a value of w, the client MUST NOT use an LZ77 sliding window longer than the w-th power of 2 bytes
            // to compress messages to send" and "If the 'agreed parameters' contain the 'server_max_window_bits'
            // extension parameter with a value of w, the server MUST NOT use an LZ77 sliding window longer than the
            // w-th power of 2 bytes to compress messages to send."
            in.limit(Math.min(end, in.position() + window - reach));
            reach += in.remaining();
            deflater.setInput(in);
            boolean last = in.limit() == end;
            // The largest window needs no cutting: it is what zlib keeps to anyway.
            // RFC 7692 §7.2.1: "An endpoint MUST NOT use an LZ77 sliding window longer than 32,768 bytes to compress
            // messages to send."
            boolean cut = reach == window && agreed.windowBits() < DeflateParameters.MAX_WINDOW_BITS;
            // RFC 7692 §7.2.1: "When any DEFLATE block with the 'BFINAL' bit set to 1 doesn't end at a byte boundary,
            // an endpoint MUST add minimal padding bits of 0 to make it end at a byte boundary." No flush of these
            // makes such a block.
            int flush = cut ? Deflater.FULL_FLUSH : last ? Deflater.SYNC_FLUSH : Deflater.NO_FLUSH;
            boolean more;
            do {
                deflater.deflate(out, flush);
                more = !out.hasRemaining();
                if (out.remaining() < MIN_ROOM && !spill(out, in.position() - start)) {
                    return false;
                }
            } while (more);
            if (reach == window) {
                reach = 0;
            }
        } while (in.limit() < end);
        return finish(out, in.position() - start);
    }

    /** Sends what lies in a full buffer, but for what may turn out to be the tail. */
    private boolean spill(ByteBuffer out, int consumed) {
        if (!begun && isNotWorthIt(out.position(), consumed)) {
            return false;
        }
        out.flip();
        // RFC 7692 §7.2.1: "Note that for non-final fragments, the removal of 0x00 0x00 0xff 0xff MUST NOT be done":
        // held back, they begin the next fragment.
        ByteBuffer body = out.duplicate().limit(out.limit() - TAIL_BYTES);
        encoder.encodeCompressed(next, false, !begun, body);
        begun = true;
        next = Opcode.CONTINUATION;
        out.position(out.limit() - TAIL_BYTES);
        out.compact();
        return true;
    }

    private boolean finish(ByteBuffer out, int consumed) {
        out.flip();
        out.limit(out.limit() - TAIL_BYTES);
        if (!begun && isNotWorthIt(out.limit(), consumed)) {
            return false;
        }
        encoder.encodeCompressed(next, true, !begun, out);
        return true;
    }

    private boolean isNotWorthIt(int compressed, int consumed) {
        return !agreed.sendsWithContext() && compressed >= consumed;
    }
}
