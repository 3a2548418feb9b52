package dev.parley.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** What comes in on one connection: compares every byte, and counts the messages. Confined to its connection. */
final class AnswerStream {
    private final Messages messages;
    private final Answers answers;
    private final AnswerReader reader;
    private final AnswerReader.Pong pong;
    /** Which one comes next. */
    private int message;
    /** How many came. */
    private long taken;
    /** How many bytes of the next message have come, and were compared, while it is not left to the reader. */
    private int matched;

    AnswerStream(Messages messages, Answers answers, AnswerReader.Pong pong) {
        this.messages = messages;
        this.answers = answers;
        this.pong = pong;
        this.reader = new AnswerReader(messages.kind().bytes(), messages.kind().compressed());
    }

    /** Takes all bytes and tells how many messages they complete. */
    int take(ByteBuf in) throws WrongAnswerException {
        int complete = compare(in);
        if (in.isReadable()) {
            complete += read(in);
            // What the reader has of the next message can mostly be compared again, and so can what follows.
            if (answers.ring() != null && !reader.isEmpty()) {
                ByteBuf rest = Unpooled.wrappedBuffer(reader.rest());
                complete += compare(rest);
                reader.add(rest);
            }
        }
        return complete;
    }

    private int compare(ByteBuf in) {
        Ring ring = answers.ring();
        if (ring == null || !reader.isEmpty()) {
            return 0;
        }
        int complete = 0;
        int same;
        do {
            ByteBuffer view = in.internalNioBuffer(in.readerIndex(), in.readableBytes());
            same = ring.matching(view, ring.start(message) + matched);
            in.skipBytes(same);
            matched += same;
            while (matched >= ring.end(message) - ring.start(message)) {
                matched -= ring.end(message) - ring.start(message);
                message = message + 1 == ring.size() ? 0 : message + 1;
                complete++;
                taken++;
            }
        } while (same > 0 && in.isReadable());
        if (in.isReadable() && matched > 0) {
            ByteBuf begun = ring.range(ring.start(message), matched);
            reader.add(begun);
            begun.release();
            matched = 0;
        }
        return complete;
    }

    private int read(ByteBuf in) throws WrongAnswerException {
        reader.add(in);
        int complete = 0;
        for (var next = reader.next(pong); next != null; next = reader.next(pong)) {
            if (next.opcode() != messages.opcode() || !Arrays.equals(next.payload(), messages.payload(message))) {
                throw new WrongAnswerException(wrong(next));
            }
            if (next.repeatable()) {
                answers.learn(message, next.bytes());
            }
            message = (message + 1) % messages.count();
            complete++;
            taken++;
        }
        return complete;
    }

    private String wrong(AnswerReader.Message came) {
        byte[] expected = messages.payload(message);
        int at = Arrays.mismatch(came.payload(), expected);
        String which = "Message " + (taken + 1) + " of a connection, of " + expected.length + " bytes, came back ";
        return at < 0
                ? which + "with opcode " + came.opcode() + " instead of " + messages.opcode() + "."
                : which + "as one of " + came.payload().length + " bytes that differs from byte " + at + " on.";
    }
}
