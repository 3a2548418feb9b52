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
    private static final int OPCODE = 0x0F;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

    private final ByteBuf raw = Unpooled.buffer();

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
                frames.add(frame);
            } else if (frame.start == raw.readerIndex()) {
                control(frame, pong);
                raw.readerIndex(at);
            } else {
                repeatable = false; // it is answered with the message that it interrupts
            }
        }
        boolean compressed = (frames.get(0).first & RSV1) != 0;
        byte[] payload = payload(frames);
        byte[] bytes = new byte[at - raw.readerIndex()];
        raw.readBytes(bytes);
        return new Message(frames.get(0).opcode, compressed ? inflated(payload) : payload, bytes, repeatable);
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
        if (length > 127) {
            throw new WrongAnswerException("The server sent a masked frame, or something that is none.");
        }
        int header = length < 126 ? 2 : length == 126 ? 4 : 10;
        if (there < header) {
            return null;
        }
        long bytes = length < 126 ? length : length == 126 ? raw.getUnsignedShort(start + 2) : raw.getLong(start + 2);
        if (bytes < 0 || bytes > Integer.MAX_VALUE / 2) {
            throw new WrongAnswerException("The server announced a frame of " + bytes + " bytes.");
        }
        int payload = start + header;
        return there - header < bytes ? null : new Frame(start, first, first & OPCODE, payload, payload + (int) bytes);
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
