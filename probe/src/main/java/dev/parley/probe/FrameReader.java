package dev.parley.probe;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Takes the peer's bytes apart into frames, however they are cut, and notes every rule of RFC 6455 §5 that one of them
 * breaks. One caller at a time.
 */
final class FrameReader {
    private final boolean masked;
    private final int mostBytes;
    private final FrameRules rules;
    private final List<String> violations = new ArrayList<>();
    private final List<Integer> keys = new ArrayList<>();
    private byte[] bytes = new byte[1024];
    private int start;
    private int end;
    private boolean lost;

    /**
     * @param peer the role of the endpoint that wrote the bytes
     * @param compression whether permessage-deflate is agreed, which gives RSV1 a meaning
     * @param mostBytes what a frame may have; a peer that declares more is not echoing
     */
    FrameReader(Role peer, boolean compression, int mostBytes) {
        this.mostBytes = mostBytes;
        this.masked = peer == Role.CLIENT;
        this.rules = new FrameRules(compression, this::violated);
    }

    void feed(byte[] more) {
        if (end + more.length > bytes.length) {
            int held = end - start;
            byte[] room = held + more.length > bytes.length / 2
                    ? new byte[Math.max(bytes.length * 2, held + more.length)]
                    : bytes;
            System.arraycopy(bytes, start, room, 0, held);
            bytes = room;
            start = 0;
            end = held;
        }
        System.arraycopy(more, 0, bytes, end, more.length);
        end += more.length;
    }

    /** The next frame, if all of it is there. */
    Optional<Frame> next() {
        if (lost || end - start < 2) {
            return Optional.empty();
        }
        int first = bytes[start] & 0xFF;
        int second = bytes[start + 1] & 0xFF;
        int lengthBytes = (second & 0x7F) == 126 ? 2 : (second & 0x7F) == 127 ? 8 : 0;
        boolean hasKey = (second & 0x80) != 0;
        int head = 2 + lengthBytes + (hasKey ? 4 : 0);
        if (end - start < head) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes, start + 2, head - 2);
        long length =
                switch (lengthBytes) {
                    case 2 -> buffer.getShort() & 0xFFFF;
                    case 8 -> buffer.getLong();
                    default -> second & 0x7F;
                };
        if (length < 0 || length > mostBytes) {
            violated("A frame declares a length of " + Long.toUnsignedString(length) + " bytes.");
            lost = true;
            return Optional.empty();
        }
        if (end - start < head + length) {
            return Optional.empty();
        }
        if (lengthBytes != 0 && FrameWriter.Width.minimal(length).ordinal() < (lengthBytes == 2 ? 1 : 2)) {
            violated("A length of " + length + " takes " + lengthBytes + " more bytes than it needs (RFC 6455 §5.2).");
        }
        checkMask(hasKey);
        byte[] payload = Arrays.copyOfRange(bytes, start + head, start + head + (int) length);
        if (hasKey) {
            unmask(payload, buffer.getInt());
        }
        start += head + (int) length;
        Frame frame = new Frame((first & 0x80) != 0, first >> 4 & 7, first & 0xF, payload);
        rules.check(frame);
        return Optional.of(frame);
    }

    /** The rules that the peer broke so far, one sentence for each time. */
    List<String> violations() {
        return List.copyOf(violations);
    }

    /** The masking keys so far. */
    List<Integer> keys() {
        return List.copyOf(keys);
    }

    /** Whether the bytes make no sense as frames any more. */
    boolean lost() {
        return lost;
    }

    private void checkMask(boolean hasKey) {
        if (masked && !hasKey) {
            violated("A client's frame is not masked (RFC 6455 §5.1).");
        } else if (!masked && hasKey) {
            violated("A server's frame is masked (RFC 6455 §5.1).");
        }
    }

    private void unmask(byte[] payload, int key) {
        keys.add(key);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= (byte) (key >>> 24 - 8 * (i & 3));
        }
    }

    private void violated(String what) {
        // A peer gone mad is as bad as one that broke a few rules.
        if (violations.size() < 8 && !violations.contains(what)) {
            violations.add(what);
        }
    }
}
