package dev.parley.probe;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;

/**
 * Compresses and inflates messages (RFC 7692 §7.2) in steps that a broken endpoint takes differently. Confined to the thread of
 * its connection.
 */
class Compression extends BlockSteps {
    /** Several bombs may come at the same time, and the memory of a test is small. */
    private static final int MAX_INFLATED = 4 * 1024 * 1024;

    private static final byte[] TAIL = {0, 0, -1, -1};

    private final CompressionTerms terms;
    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    /** How many bytes were compressed since the window was last emptied. */
    private int filled;
    /** What is inflated, after what may be referred to of earlier messages. */
    private byte[] inflated = new byte[64 * 1024];

    private int start;
    private int end;
    private boolean windowLost;

    Compression(CompressionTerms terms) {
        this.terms = terms;
    }

    /** How far back it may refer. */
    int window() {
        return 1 << terms.bits();
    }

    /** Whether it may refer to its earlier messages. */
    boolean keepsContext() {
        return terms.keepsContext();
    }

    final byte[] deflate(byte[] message) {
        if (!keepsContext()) {
            deflater.reset();
            filled = 0;
        }
        if (message.length == 0) {
            return empty();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int from = 0; from < message.length; ) {
            int count = Math.min(message.length - from, window() - filled);
            filled = (filled + count) % window();
            // The JDK's deflater knows one size of window only; a full flush keeps it from looking back further.
            deflate(message, from, count, filled == 0 ? Deflater.FULL_FLUSH : Deflater.SYNC_FLUSH, out);
            from += count;
        }
        return withoutTail(out.toByteArray());
    }

    private void deflate(byte[] message, int from, int count, int flush, ByteArrayOutputStream out) {
        deflater.setInput(message, from, count);
        byte[] buffer = new byte[16 * 1024];
        int produced;
        do {
            produced = deflater.deflate(buffer, 0, buffer.length, flush);
            out.write(buffer, 0, produced);
        } while (produced == buffer.length);
    }

    /** RFC 7692 §7.2.3.6: an empty message is one byte. */
    byte[] empty() {
        return new byte[1];
    }

    byte[] withoutTail(byte[] deflated) {
        return Arrays.copyOf(deflated, deflated.length - TAIL.length);
    }

    final byte[] inflate(byte[] payload) throws RuleBroken {
        begin();
        byte[] data = Arrays.copyOf(payload, payload.length + TAIL.length);
        System.arraycopy(TAIL, 0, data, payload.length, TAIL.length);
        try {
            readBlocks(data);
        } catch (DataFormatException e) {
            dataIsInvalid();
        } catch (EOFException e) {
            dataIsCut();
        }
        return Arrays.copyOfRange(inflated, start, end);
    }

    /** What can be inflated of a message of which only a part has come. */
    final byte[] inflateBeginning(byte[] part) throws RuleBroken {
        begin();
        try {
            readBlocks(part);
        } catch (DataFormatException e) {
            dataIsInvalid();
        } catch (EOFException e) {
            // The rest has not come.
        }
        byte[] beginning = Arrays.copyOfRange(inflated, start, end);
        end = start;
        return beginning;
    }

    /** A message came that was not compressed. */
    void plainCame(byte[] message) throws RuleBroken {}

    /** Takes bytes for such as may be referred to. */
    final void keep(byte[] bytes) throws RuleBroken {
        begin();
        for (byte b : bytes) {
            put(b);
        }
    }

    /** Lets the next message refer to nothing. */
    final void loseWindow() {
        windowLost = true;
    }

    /** Keeps of earlier messages what may be referred to. */
    private void begin() {
        int kept = terms.peerKeepsContext() && !windowLost ? Math.min(end, 1 << terms.peerBits()) : 0;
        windowLost = false;
        System.arraycopy(inflated, end - kept, inflated, 0, kept);
        start = kept;
        end = kept;
    }

    @Override
    final void put(byte next) throws RuleBroken {
        makeRoom(1);
        inflated[end++] = next;
    }

    @Override
    final void repeat(int length, int distance) throws DataFormatException, RuleBroken {
        if (distance > end || !takesDistance(distance)) {
            throw new DataFormatException("too far back");
        }
        makeRoom(length);
        for (int to = end + length; end < to; end++) {
            inflated[end] = inflated[end - distance];
        }
    }

    private void makeRoom(int count) throws RuleBroken {
        if (end + count <= inflated.length) {
            return;
        }
        int given = forgotten(end - start);
        end -= given;
        if (given == 0) {
            checkSize(end - start + count);
            inflated = Arrays.copyOf(inflated, inflated.length * 2);
        }
    }

    /** How many of so many inflated bytes are given up, as a broken endpoint may. */
    int forgotten(int size) {
        return 0;
    }

    /** Whether it is within the window agreed on. */
    boolean takesDistance(int distance) {
        return distance <= 1 << terms.peerBits();
    }

    void checkSize(int size) throws RuleBroken {
        if (size > MAX_INFLATED) {
            throw new RuleBroken(1009);
        }
    }

    void dataIsInvalid() throws RuleBroken {
        throw new RuleBroken(1007);
    }

    void dataIsCut() throws RuleBroken {
        throw new RuleBroken(1007);
    }

    final void end() {
        deflater.end();
    }
}
