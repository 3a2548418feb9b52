package dev.parley.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Understands what a server sends, frame by frame, in whatever form a message comes. It is slow, and need not be otherwise:
 * see {@link Answers}. Confined to its connection.
 */
final class AnswerReader {
    private static final int FIN = 0x80;
    private static final int RSV1 = 0x40;
    private static final int RSV2_AND_RSV3 = 0x30;
    private static final int OPCODE = 0x0F;
    private static final int CONTINUATION = 0;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int MOST_CONTROL_BYTES = 125;
    /** What compression may add to data that does not compress: five bytes a block, and an empty one. */
    private static final int MOST_BYTES_ADDED = 64;

    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

    private final int messageBytes;
    private final boolean compressed;
    private final ByteBuf raw = Unpooled.buffer();
    /** How much of the message that has begun was looked through for control frames, in bytes. */
    private int answered;

    /**
     * A reader of answers.
     *
     * @param messageBytes what each of them has: a longer one is no answer
     * @param compressed whether permessage-deflate was agreed on
     */
    AnswerReader(int messageBytes, boolean compressed) {
        this.messageBytes = messageBytes;
        this.compressed = compressed;
    }

    /**
     * A message.
     *
     * @param opcode of its first frame
     * @param payload decompressed if it was compressed
     * @param bytes its frames as they came
     * @param repeatable whether these bytes would mean the same at another time
     */
    record Message(int opcode, byte[] payload, byte[] bytes, boolean repeatable) {}

    /** Answers a ping. */
    interface Pong {
        void send(byte[] payload);
    }

    void add(ByteBuf in) {
        raw.discardReadBytes();
        raw.writeBytes(in);
    }

    /** What has come of the next message. */
    byte[] rest() {
        byte[] rest = new byte[raw.readableBytes()];
        raw.readBytes(rest);
        return rest;
    }

    boolean isEmpty() {
        return !raw.isReadable();
    }

    /** The next message, or null if it has not come in whole. */
    @Nullable
    Message next(Pong pong) throws WrongAnswerException {
        List<Frame> frames = new ArrayList<>();
        boolean repeatable = true;
        int at = raw.readerIndex();
        while (frames.isEmpty() || (frames.get(frames.size() - 1).first & FIN) == 0) {
            Frame frame = frame(at);
            if (frame == null) {
                return null;
            }
            at = frame.end;
            if (frame.opcode < CLOSE) {
                requireInOrder(frame, frames.isEmpty());
                frames.add(frame);
            } else if (frame.start == raw.readerIndex()) {
                control(frame, pong);
                raw.readerIndex(at);
            } else {
                if (frame.start - raw.readerIndex() >= answered) {
                    control(frame, pong);
                    answered = at - raw.readerIndex();
                }
                repeatable = false;
            }
        }
        answered = 0;
        byte[] payload = payload(frames);
        byte[] bytes = new byte[at - raw.readerIndex()];
        raw.readBytes(bytes);
        boolean deflated = (frames.get(0).first & RSV1) != 0;
        return new Message(frames.get(0).opcode, deflated ? inflated(payload) : payload, bytes, repeatable);
    }

    private byte[] payload(List<Frame> frames) {
        byte[] payload = new byte[frames.stream().mapToInt(Frame::length).sum()];
        int at = 0;
        for (Frame frame : frames) {
            raw.getBytes(frame.payload, payload, at, frame.length());
            at += frame.length();
        }
        return payload;
    }

    private record Frame(int start, int first, int opcode, int payload, int end) {
        int length() {
            return end - payload;
        }
    }

    private @Nullable Frame frame(int start) throws WrongAnswerException {
        int there = raw.writerIndex() - start;
        if (there < 2) {
            return null;
        }
        int first = raw.getUnsignedByte(start);
        int length = raw.getUnsignedByte(start + 1);
        requireLawful(first, length);
        int header = length < 126 ? 2 : length == 126 ? 4 : 10;
        if (there < header) {
            return null;
        }
        long bytes = length < 126 ? length : length == 126 ? raw.getUnsignedShort(start + 2) : raw.getLong(start + 2);
        if (bytes < 0 || (first & OPCODE) < CLOSE && bytes > mostDataBytes()) {
            throw new WrongAnswerException("The server announced a frame of " + Long.toUnsignedString(bytes)
                    + " bytes, in answer to messages of " + messageBytes + ".");
        }
        int payload = start + header;
        return there - header < bytes ? null : new Frame(start, first, first & OPCODE, payload, payload + (int) bytes);
    }

    private long mostDataBytes() {
        return compressed ? messageBytes + messageBytes / 1024L + MOST_BYTES_ADDED : messageBytes;
    }

    /** The first two bytes of a frame, as a server may send them. */
    private void requireLawful(int first, int length) throws WrongAnswerException {
        int opcode = first & OPCODE;
        if (length > 127) {
            throw new WrongAnswerException("The server sent a masked frame, or something that is none.");
        }
        if ((first & RSV2_AND_RSV3) != 0 || (first & RSV1) != 0 && !compressed) {
            throw new WrongAnswerException(
                    "The server sent a frame with a reserved bit: its first byte is 0x%02x.".formatted(first));
        }
        if (opcode >= CLOSE && (opcode > PONG || length > MOST_CONTROL_BYTES || (first & (FIN | RSV1)) != FIN)) {
            throw new WrongAnswerException(
                    "The server sent a control frame that none may be: it begins 0x%02x%02x.".formatted(first, length));
        }
    }

    private static void requireInOrder(Frame frame, boolean isFirst) throws WrongAnswerException {
        if (isFirst == (frame.opcode == CONTINUATION) || !isFirst && (frame.first & RSV1) != 0) {
            throw new WrongAnswerException("The server sent a frame out of order: its first byte is 0x%02x, %s."
                    .formatted(frame.first, isFirst ? "and no message has begun" : "within a message"));
        }
    }

    private void control(Frame frame, Pong pong) throws WrongAnswerException {
        if (frame.opcode == CLOSE) {
            String code = frame.length() < 2
                    ? "without a code"
                    : "with " + raw.getUnsignedShort(frame.payload) + " "
                            + raw.toString(frame.payload + 2, frame.length() - 2, StandardCharsets.UTF_8);
            throw new WrongAnswerException("The server closed the connection " + code.strip() + ".");
        }
        if (frame.opcode == PING) {
            byte[] payload = new byte[frame.length()];
            raw.getBytes(frame.payload, payload);
            pong.send(payload);
        }
    }

    private byte[] inflated(byte[] payload) throws WrongAnswerException {
        Inflater inflater = new Inflater(true);
        ByteBuf out = Unpooled.buffer();
        byte[] buffer = new byte[16 * 1024];
        try {
            for (byte[] piece : new byte[][] {payload, TAIL}) {
                inflater.setInput(piece);
                for (int made = inflater.inflate(buffer); made > 0; made = inflater.inflate(buffer)) {
                    out.writeBytes(buffer, 0, made);
                    if (out.readableBytes() > messageBytes) {
                        throw new WrongAnswerException("A message of " + messageBytes + " bytes came back longer.");
                    }
                }
            }
        } catch (DataFormatException e) {
            throw new WrongAnswerException("The server sent compressed data that is none: " + e.getMessage());
        } finally {
            inflater.end();
        }
        byte[] plain = new byte[out.readableBytes()];
        out.readBytes(plain);
        return plain;
    }
}
