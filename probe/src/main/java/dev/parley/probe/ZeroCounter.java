package dev.parley.probe;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Counts the zeros that one message consists of, frame by frame, and keeps none: for a message that is too large for {@link
 * MessageReader}. One caller at a time.
 */
final class ZeroCounter implements AutoCloseable {
    private final Inflater inflater = new Inflater(true);
    private final byte[] buffer = new byte[64 * 1024];
    private boolean compressed;
    private long count;

    /**
     * Takes a data frame of the message, compressed or not.
     *
     * @throws DataFormatException if there is anything in it but zeros
     */
    void add(Frame frame) throws DataFormatException {
        compressed |= (frame.reserved() & Frame.RSV1) != 0;
        byte[] payload = frame.payload();
        if (!compressed) {
            count(payload, payload.length);
            return;
        }
        inflater.setInput(payload);
        int inflated;
        // The tail that the sender left off would bring nothing, so it need not be put back.
        do {
            inflated = inflater.inflate(buffer);
            count(buffer, inflated);
            if (inflater.finished()) {
                startAnew(payload);
            }
        } while (inflated > 0 || !inflater.needsInput());
    }

    /** After a block that was marked as the last one another stream may follow (RFC 7692 §7.2.3.4). */
    private void startAnew(byte[] payload) {
        int left = inflater.getRemaining();
        inflater.reset();
        inflater.setInput(payload, payload.length - left, left);
    }

    private void count(byte[] bytes, int length) throws DataFormatException {
        for (int i = 0; i < length; i++) {
            if (bytes[i] != 0) {
                throw new DataFormatException("byte " + (count + i) + " is not zero");
            }
        }
        count += length;
    }

    /** How many there were so far. */
    long count() {
        return count;
    }

    @Override
    public void close() {
        inflater.end();
    }
}
