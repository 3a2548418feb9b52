package dev.parley.engine;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Makes messages of data frames (RFC 6455 §5.4): refuses what is out of order, counts fragments and bytes against the
 * limits, and passes the payload on to the {@link MessageBody}, through the {@link MessageInflater} if it is compressed.
 * Confined to its connection.
 */
final class MessageAssembler {
    private static final long NANOS_FOR_A_BYTE = 1_000_000_000L / Limits.SLOWEST_BYTES_PER_SECOND;

    private final Limits limits;
    private final MessageBody body;
    /** Null where no compression was agreed on. */
    private final @Nullable MessageInflater inflater;

    /** Whether a message is under way. */
    private boolean begun;

    private boolean compressed;
    private boolean lastFrame;
    /** The declared lengths of this message's frames so far. */
    private long declared;

    private int frames;
    private int emptyInARow;

    /** How many messages have begun, ever; may wrap around. */
    private int messages;
    /** When the message under way began; 0 as long as no time was told since. */
    private long begunAt;

    MessageAssembler(Limits limits, MessageBody body, @Nullable MessageInflater inflater) {
        this.limits = limits;
        this.body = body;
        this.inflater = inflater;
    }

    void onOpcode(Opcode opcode, boolean fin, boolean compressed) {
        if (opcode == Opcode.CONTINUATION) {
            if (!begun) {
                throw Violation.CONTINUATION_WITHOUT_START.thrown();
            }
        } else {
            // RFC 6455 §5.4: "The fragments of one message MUST NOT be interleaved between the fragments of another
            // message unless an extension has been negotiated that can interpret the interleaving."
            if (begun) {
                throw Violation.MESSAGE_INTERRUPTED.thrown();
            }
            begun = true;
            messages++;
            begunAt = 0;
            this.compressed = compressed;
            // RFC 6455 §6.2: "the endpoint MUST note the /type/ of the data as defined by the opcode"
            body.begin(opcode);
        }
        lastFrame = fin;
    }

    void onLength(long length) {
        // RFC 6455 §10.4: implementations "MUST protect themselves against exceeding those limits."
        // Both are below 2^32 and 2^63, so the difference cannot overflow, as their sum could.
        if (length > maxDeclared() - declared) {
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
        if (!compressed) {
            body.announce(declared, lastFrame);
        }
    }

    void onPayload(ByteBuffer piece, boolean lastOfFrame) {
        boolean last = lastFrame && lastOfFrame;
        if (last) {
            // RFC 6455 §6.2: "Subsequent data frames MUST be interpreted as belonging to a new WebSocket message."
            // Before the handler learns of it: it may end the connection, or throw.
            begun = false;
            declared = 0;
            frames = 0;
            emptyInARow = 0;
        }
        if (compressed && inflater != null) {
            // RFC 7692 §6.2: "An endpoint MUST use the following algorithm to receive a message in the form of a
            // compressed message."
            inflater.add(piece, last);
        } else {
            // RFC 7692 §6.2: "An endpoint MUST use the following algorithm to receive a message in the form of an
            // uncompressed message."
            body.add(piece, last);
        }
    }

    /** As {@link MessageBody#room}. */
    ByteBuffer room(long owed, int least) {
        return compressed ? MessageBody.NO_ROOM : body.room(owed, least);
    }

    /** How many messages have begun, ever; may wrap around. */
    int messages() {
        return messages;
    }

    /** When the message under way is too slow; {@link WebSocketEngine#NO_DEADLINE} if there is none, or its time was never told. */
    long deadline() {
        long timeout = limits.messageTimeoutNanos();
        return begun && begunAt != 0 && timeout != Long.MAX_VALUE
                ? begunAt + timeout + body.arrived() * NANOS_FOR_A_BYTE
                : WebSocketEngine.NO_DEADLINE;
    }

    /** Tells the time; false if the message under way is too slow. */
    boolean isInTime(long now) {
        if (!begun) {
            return true;
        }
        if (begunAt == 0) {
            begunAt = now;
        }
        long deadline = deadline();
        return deadline == WebSocketEngine.NO_DEADLINE || now - deadline < 0;
    }

    /** The peer could not go on with its message, and begins anew to have time for it. */
    void excuse() {
        begunAt = 0;
    }

    Limits limits() {
        return limits;
    }

    /** Lets go of everything: no message follows. */
    void end() {
        begun = false;
        body.forget();
        if (inflater != null) {
            inflater.forget();
        }
    }

    /** What compressed bytes may grow to is judged as they grow; but no honest sender makes a message much larger. */
    private long maxDeclared() {
        long max = limits.maxMessageBytes();
        return compressed ? max + max / 8 + 1024 : max;
    }
}
