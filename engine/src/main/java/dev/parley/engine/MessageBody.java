package dev.parley.engine;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The content of the message that is under way: checked to be UTF-8 if it is text, held to its limit, and handed on when
 * whole. Content that comes in one piece is handed on where it lies; only what comes in pieces is copied, and only up to the size that
 * the owner wants whole. Confined to its connection.
 */
final class MessageBody {
    /** What a message in pieces takes at first, unless more has already arrived. */
    private static final int FIRST_CAPACITY = 1024;
    /** The whole announced size is reserved once this part of it has arrived, so a peer gets at most 4 bytes for one. */
    private static final int PART_BEFORE_WHOLE = 4;

    static final ByteBuffer NO_ROOM = ByteBuffer.allocate(0);

    private final int maxBytes;
    private final PartialMessages partial;
    private final MessageMemory memory;
    private final EngineHandler handler;
    private final Utf8Validator utf8 = new Utf8Validator();

    private Opcode kind = Opcode.BINARY;
    /** How many bytes the frames so far announce, whatever of them has arrived; 0 if they do not tell. */
    private long announced;

    private boolean announcedWhole;
    /** What has arrived, from its first byte; null between messages, and while all is still to come. */
    private @Nullable ByteBuffer pieces;

    private int arrived;
    /** Whether the message is larger than its owner wants it whole. */
    private boolean inParts;

    private int wholeUpTo;

    MessageBody(Limits limits, PartialMessages partial, MessageMemory memory, EngineHandler handler) {
        this.maxBytes = limits.maxMessageBytes();
        this.partial = partial;
        this.memory = memory;
        this.handler = handler;
    }

    /** A message begins. */
    void begin(Opcode kind) {
        this.kind = kind;
    }

    /**
     * A frame announced its length.
     *
     * @param bytes of all frames so far
     * @param whole whether there is no further frame
     */
    void announce(long bytes, boolean whole) {
        announced = bytes;
        announcedWhole = whole;
    }

    /** Takes the next bytes, which are lent. */
    void add(ByteBuffer piece, boolean last) {
        boolean tooBig = piece.remaining() > maxBytes - arrived;
        if (tooBig) {
            // What is wrong first is judged first, so that the verdict does not depend on how the bytes were cut.
            piece.limit(piece.position() + maxBytes - arrived);
        }
        if (kind == Opcode.TEXT && !(utf8.accepts(piece) && (tooBig || !last || utf8.isComplete()))) {
            // RFC 6455 §5.6: "the whole message MUST contain valid UTF-8."
            // RFC 6455 §8.1: "that endpoint MUST _Fail the WebSocket Connection_."
            throw Violation.TEXT_NOT_UTF8.thrown();
        }
        if (tooBig) {
            throw Violation.MESSAGE_TOO_BIG.thrown();
        }
        // RFC 6455 §5.4: "Clients and servers MUST support receiving both fragmented and unfragmented messages."
        if (last && arrived == 0 && !inParts) {
            forget();
            handler.onMessage(kind, piece);
        } else if (isInParts(piece)) {
            pass(piece, last);
        } else {
            append(piece);
            if (last) {
                deliver();
            }
        }
    }

    private boolean isInParts(ByteBuffer piece) {
        if (arrived == 0) {
            wholeUpTo = handler.wholeUpTo(kind);
        }
        return inParts || Math.max(announced, (long) arrived + piece.remaining()) > wholeUpTo;
    }

    /** Hands on what has been put together so far, and this. */
    private void pass(ByteBuffer piece, boolean last) {
        inParts = true;
        ByteBuffer before = pieces;
        pieces = null;
        int count = piece.remaining();
        if (before == null) {
            passed(count, last);
            handler.onPart(kind, piece, last);
            return;
        }
        try {
            boolean together = before == piece; // it was read into its place
            before.limit(together ? piece.limit() : arrived).position(0);
            passed(count, last);
            handler.onPart(kind, before, together && last);
            if (!together) {
                handler.onPart(kind, piece, last);
            }
        } finally {
            letGo(before);
        }
    }

    private void passed(int bytes, boolean last) {
        arrived += bytes;
        if (last) {
            forget(); // before the owner learns of it: it may end the connection
        }
    }

    /**
     * Where the next bytes of the message belong, from position to limit; no room if not so many at least fit there. What is put
     * there is then to be added as that very buffer.
     *
     * @param owed how many bytes of the frame at hand are still to come
     * @param least for fewer it is not worth the trouble
     */
    ByteBuffer room(long owed, int least) {
        ByteBuffer to = pieces;
        if (to == null) {
            return NO_ROOM;
        }
        int room = (int) Math.min(owed, to.capacity() - arrived);
        return room < least ? NO_ROOM : to.limit(arrived + room).position(arrived);
    }

    /** How many bytes of the message have arrived. */
    int arrived() {
        return arrived;
    }

    /** Lets go of what has arrived. */
    void forget() {
        announced = 0;
        announcedWhole = false;
        arrived = 0;
        inParts = false;
        utf8.reset();
        if (pieces != null) {
            letGo(pieces);
            pieces = null;
        }
    }

    private void deliver() {
        ByteBuffer whole = pieces;
        int length = arrived;
        pieces = null; // the handler may end the connection, and it is not given back twice
        forget();
        if (whole != null) {
            try {
                handler.onMessage(kind, whole.limit(length).position(0));
            } finally {
                letGo(whole);
            }
        }
    }

    private void letGo(ByteBuffer buffer) {
        partial.letGo(buffer.capacity());
        memory.give(buffer);
    }

    private void append(ByteBuffer piece) {
        int needed = arrived + piece.remaining();
        ByteBuffer to = pieces;
        if (piece == to) {
            arrived = needed; // it was read into its place
            to.position(needed);
            return;
        }
        if (to == null || to.capacity() < needed) {
            to = grown(needed);
            pieces = to;
        }
        // RFC 6455 §5.4: "Message fragments MUST be delivered to the recipient in the order sent by the sender."
        to.limit(to.capacity()).position(arrived);
        to.put(piece);
        arrived = needed;
    }

    private ByteBuffer grown(int needed) {
        // Doubling keeps the copying linear in the size of the message, however many pieces it comes in.
        long capacity = Math.min(maxBytes, Math.max(FIRST_CAPACITY, 2L * needed));
        if (announced >= needed && needed >= announced / PART_BEFORE_WHOLE) {
            capacity = announcedWhole ? announced : Math.max(announced, capacity);
        }
        int taken = MessageMemory.capacityFor((int) capacity);
        if (!partial.hold(taken - (pieces == null ? 0 : pieces.capacity()))) {
            throw Violation.TOO_MUCH_UNFINISHED.thrown();
        }
        ByteBuffer larger;
        try {
            larger = memory.take(taken);
        } catch (OutOfMemoryError e) {
            partial.letGo(taken - (pieces == null ? 0 : pieces.capacity()));
            throw e;
        }
        if (pieces != null) {
            larger.put(pieces.limit(arrived).position(0));
            memory.give(pieces);
        }
        return larger;
    }
}
