package dev.parley.engine;

import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Decompresses the messages of one peer (RFC 7692 §7.2.2) as their bytes arrive, into a {@link MessageBody} that stops it
 * at the limit. Confined to its connection.
 *
 * <p>Only a message in pieces holds an inflater from one piece to the next, and is charged for it. What a peer that may refer
 * to earlier messages can refer to is kept in a {@link Window}.
 */
final class MessageInflater {
    /** RFC 7692 §7.2.2: "Append 4 octets of 0x00 0x00 0xff 0xff to the tail end of the payload of the message." */
    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

    /** A last block with nothing in it: who takes it as that was between two blocks. */
    private static final byte[] LAST_BLOCK = {3, 0};

    /** Each takes two bytes of a peer and copies a window here. One for a message is what senders make, if any. */
    private static final int MAX_FINAL_BLOCKS = 64;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** Null where each message stands for itself. */
    private final @Nullable Window window;

    private final EnginePool pool;
    private final PartialMessages partial;
    private final MessageBody body;

    /** Null between messages. */
    private @Nullable Inflater inflater;

    private boolean charged;
    private int finalBlocks;
    private boolean empty = true;

    MessageInflater(Deflate agreed, EnginePool pool, PartialMessages partial, MessageBody body) {
        this.window = agreed.receivesWithContext() ? new Window(agreed.peerWindowBits()) : null;
        this.pool = pool;
        this.partial = partial;
        this.body = body;
    }

    /** Takes the next piece of a compressed message. */
    void add(ByteBuffer piece, boolean last) {
        ByteBuffer out = pool.takeBuffer();
        try {
            boolean valid = inflate(piece, last, out);
            // With the last piece the handler runs, and anything may happen to this connection: nothing follows here.
            hand(out, last && valid);
            if (!valid) {
                throw Violation.COMPRESSED_DATA_INVALID.thrown();
            }
        } finally {
            pool.give(out);
        }
    }

    /** Lets go of what an unfinished message holds. */
    void forget() {
        empty = true;
        finalBlocks = 0;
        if (charged) {
            partial.letGo(EnginePool.INFLATER_BYTES);
            charged = false;
        }
        if (inflater != null) {
            pool.give(inflater);
            inflater = null;
        }
    }

    private Inflater inflater() {
        if (inflater == null) {
            // RFC 7692 §7.2.2: "If the 'agreed parameters' contain the 'server_no_context_takeover' extension
            // parameter, the client MAY decompress each new message with an empty LZ77 sliding window. Otherwise, the
            // client MUST decompress each new message using the LZ77 sliding window used to process the last compressed
            // message."
            // RFC 7692 §7.2.2: "If the 'agreed parameters' contain the 'client_no_context_takeover' extension
            // parameter, the server MAY decompress each new message with an empty LZ77 sliding window. Otherwise, the
            // server MUST decompress each new message using the LZ77 sliding window used to process the last compressed
            // message."
            inflater = pool.takeInflater();
            tellEarlier(inflater);
        }
        return inflater;
    }

    private void tellEarlier(Inflater inflater) {
        if (window != null) {
            window.tell(inflater);
        }
    }

    private void hand(ByteBuffer out, boolean last) {
        out.flip();
        if (window != null) {
            window.add(out);
        }
        body.add(out, last);
    }

    /** Puts what does not fill the buffer there; false once the data cannot be what deflate makes. */
    private boolean inflate(ByteBuffer piece, boolean last, ByteBuffer out) {
        try {
            if (piece.hasRemaining()) {
                empty = false;
                inflate(inflater(), piece, out);
            }
            if (!last) {
                charge();
                return true;
            }
            // RFC 7692 §7.2.3.6: even an empty message has a byte of DEFLATE data.
            boolean valid = !empty && finish(inflater(), out);
            forget();
            return valid;
        } catch (DataFormatException e) {
            return false;
        }
    }

    private void inflate(Inflater inflater, ByteBuffer in, ByteBuffer out) throws DataFormatException {
        inflater.setInput(in);
        while (true) {
            if (inflater.inflate(out) > 0) {
                if (!out.hasRemaining()) {
                    hand(out, false);
                    out.clear();
                }
            } else if (inflater.finished() && in.hasRemaining()) {
                // RFC 7692 §7.2.3.4: a block may be the last one of its stream, and another stream may follow.
                if (++finalBlocks > MAX_FINAL_BLOCKS) {
                    throw Violation.TOO_MANY_FINAL_BLOCKS.thrown();
                }
                hand(out, false);
                out.clear();
                inflater.reset();
                tellEarlier(inflater);
                inflater.setInput(in);
            } else {
                break;
            }
        }
        inflater.setInput(NOTHING); // the bytes were only lent
    }

    private boolean finish(Inflater inflater, ByteBuffer out) throws DataFormatException {
        if (inflater.finished()) {
            return true; // it ended in a final block, with nothing after it
        }
        inflate(inflater, ByteBuffer.wrap(TAIL), out);
        // The JDK tells nobody that a block was cut short: without what follows, half a message would pass for a whole
        // one. Such a block takes what is appended for its own, and may even end with it.
        if (inflater.finished()) {
            return false;
        }
        long written = inflater.getBytesWritten();
        inflate(inflater, ByteBuffer.wrap(LAST_BLOCK), out);
        return inflater.finished() && inflater.getBytesWritten() == written;
    }

    private void charge() {
        if (!charged && inflater != null) {
            if (!partial.hold(EnginePool.INFLATER_BYTES)) {
                throw Violation.TOO_MUCH_UNFINISHED.thrown();
            }
            charged = true;
        }
    }
}
