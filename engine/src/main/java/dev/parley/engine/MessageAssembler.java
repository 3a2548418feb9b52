package dev.parley.engine;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Makes messages of data frames (RFC 6455 §5.4) and holds them to the limits. A message that lies in the received bytes in
 * one piece is handed on where it lies; only one that arrives in pieces is copied. Confined to its connection.
 */
final class MessageAssembler {
    /** What a message in pieces takes at first, unless more has already arrived. */
    private static final int FIRST_CAPACITY = 1024;
    /** The whole declared size is reserved once this part of it has arrived, so a peer gets at most 4 bytes for one. */
    private static final int PART_BEFORE_WHOLE = 4;

    private final Limits limits;
    private final PartialMessages partial;
    private final EngineHandler handler;
    private final Utf8Validator utf8 = new Utf8Validator();

    /** The kind of the message that is under way; null between messages. */
    private @Nullable Opcode kind;

    private boolean lastFrame;
    /** The declared lengths of this message's frames so far. */
    private long declared;

    private int frames;
    private int emptyInARow;
    private byte @Nullable [] pieces;
    private int arrived;

    MessageAssembler(Limits limits, PartialMessages partial, EngineHandler handler) {
        this.limits = limits;
        this.partial = partial;
        this.handler = handler;
    }

    void onOpcode(Opcode opcode, boolean fin) {
        if (opcode == Opcode.CONTINUATION) {
            if (kind == null) {
                throw Violation.CONTINUATION_WITHOUT_START.thrown();
            }
        } else {
            // RFC 6455 §5.4: "The fragments of one message MUST NOT be interleaved between the fragments of another
            // message unless an extension has been negotiated that can interpret the interleaving."
            if (kind != null) {
                throw Violation.MESSAGE_INTERRUPTED.thrown();
            }
            kind = opcode;
        }
        lastFrame = fin;
    }

    void onLength(long length) {
        // Both are at most 2^31 and 2^63 - 1, so the difference cannot overflow, as their sum could.
        if (length > limits.maxMessageBytes() - declared) {
            throw Violation.MESSAGE_TOO_BIG.thrown();
        }
        declared += length;
        frames++;
        emptyInARow = length == 0 ? emptyInARow + 1 : 0;
        if (emptyInARow > limits.maxEmptyFragmentsInARow() && !lastFrame) {
            throw Violation.EMPTY_FRAGMENTS.thrown();
        }
        if (frames > limits.freeFragments() && declared < (long) frames * limits.minMeanFragmentBytes()) {
            throw Violation.FRAGMENTS_TOO_SMALL.thrown();
        }
    }

    void onPayload(ByteBuffer piece, boolean lastOfFrame) {
        boolean last = lastFrame && lastOfFrame;
        if (kind == Opcode.TEXT && !(utf8.accepts(piece) && (!last || utf8.isComplete()))) {
            // RFC 6455 §8.1: "it MUST _Fail the WebSocket Connection_"
            throw Violation.TEXT_NOT_UTF8.thrown();
        }
        if (last && arrived == 0) {
            deliver(piece);
        } else {
            append(piece);
            if (last) {
                deliver(ByteBuffer.wrap(pieces, 0, arrived));
            }
        }
    }

    private void deliver(ByteBuffer payload) {
        Opcode delivered = kind;
        forget();
        handler.onMessage(delivered, payload);
    }

    /** Lets go of a message that is under way, if there is one. */
    void forget() {
        kind = null;
        declared = 0;
        frames = 0;
        emptyInARow = 0;
        if (pieces != null) {
            partial.letGo(pieces.length);
            pieces = null;
        }
        arrived = 0;
        utf8.reset();
    }

    private void append(ByteBuffer piece) {
        int needed = arrived + piece.remaining();
        if (pieces == null || pieces.length < needed) {
            pieces = grown(needed);
        }
        piece.get(pieces, arrived, needed - arrived);
        arrived = needed;
    }

    private byte[] grown(int needed) {
        // Doubling keeps the copying linear in the size of the message, however many pieces it comes in.
        long capacity = Math.min(limits.maxMessageBytes(), Math.max(FIRST_CAPACITY, 2L * needed));
        if (needed >= declared / PART_BEFORE_WHOLE) {
            capacity = lastFrame ? declared : Math.max(declared, capacity);
        }
        if (!partial.hold(capacity - (pieces == null ? 0 : pieces.length))) {
            throw Violation.TOO_MUCH_UNFINISHED.thrown();
        }
        byte[] larger = new byte[(int) capacity];
        if (pieces != null) {
            System.arraycopy(pieces, 0, larger, 0, arrived);
        }
        return larger;
    }
}
