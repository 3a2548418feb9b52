package dev.parley.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Each stream is fed whole, byte by byte and at random cuts. */
final class EventStreamTest {
    private static final int SEEDS = 20;

    /** What a stream says, as lines. */
    private static final class Said implements EventStream.Handler {
        final List<String> lines = new ArrayList<>();

        @Override
        public void event(String type, String data, String lastEventId) {
            lines.add(type + "|" + data.replace("\n", "\\n") + "|" + lastEventId);
        }

        @Override
        public void retry(long millis) {
            lines.add("retry " + millis);
        }
    }

    private static void assertSays(String stream, String... lines) throws Exception {
        assertSays(stream.getBytes(StandardCharsets.UTF_8), lines);
    }

    private static void assertSays(byte[] stream, String... lines) throws Exception {
        assertThat(said(stream, stream.length)).as("whole").containsExactly(lines);
        assertThat(said(stream, 1)).as("byte by byte").containsExactly(lines);
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            Said said = new Said();
            EventStream events = new EventStream("", 1 << 20, said);
            for (int at = 0; at < stream.length; ) {
                int length = Math.min(stream.length - at, 1 + random.nextInt(9));
                events.feed(ByteBuffer.wrap(stream, at, length));
                at += length;
            }
            assertThat(said.lines).as("cut by seed " + seed).containsExactly(lines);
        }
    }

    private static List<String> said(byte[] stream, int piece) throws Exception {
        Said said = new Said();
        EventStream events = new EventStream("", 1 << 20, said);
        for (int at = 0; at < stream.length; at += piece) {
            events.feed(ByteBuffer.wrap(stream, at, Math.min(piece, stream.length - at)));
        }
        return said.lines;
    }

    @Test
    void anEventEndsWithAnEmptyLine() throws Exception {
        assertSays("data: YHOO\ndata: +2\ndata: 10\n\n", "message|YHOO\\n+2\\n10|");
        assertSays("data: unfinished\n");
    }

    @Test
    void linesEndInThreeWays() throws Exception {
        assertSays("data: a\r\n\r\ndata: b\r\rdata: c\n\n", "message|a|", "message|b|", "message|c|");
        assertSays("data: a\r\ndata: b\rdata: c\n\r\n", "message|a\\nb\\nc|");
    }

    @Test
    void oneSpaceAfterTheColonIsNoneOfTheValue() throws Exception {
        assertSays("data:test\n\ndata: test\n\ndata:  test\n\n", "message|test|", "message|test|", "message| test|");
    }

    @Test
    void aFieldWithoutAColonHasAnEmptyValue() throws Exception {
        assertSays("data\n\ndata\ndata\n\ndata:", "message||", "message|\\n|");
    }

    @Test
    void commentsAndUnknownFieldsAreIgnored() throws Exception {
        assertSays(": keep alive\n\nevnt: x\ndata: a\n:\n\n", "message|a|");
    }

    @Test
    void theTypeHoldsForOneEventAndTheIdForTheOnesAfterIt() throws Exception {
        assertSays("event: add\nid: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\n", "add|a|1", "message|b|1", "message|c|");
        assertSays("event: lost\n\ndata: a\n\n", "message|a|");
    }

    @Test
    void anIdIsTakenEvenFromAnEventWithoutData() throws Exception {
        EventStream events = new EventStream("0", 100, new Said());
        events.feed(ByteBuffer.wrap("id: 7\n".getBytes(StandardCharsets.UTF_8)));
        assertThat(events.lastEventId()).as("not before the event ends").isEqualTo("0");
        events.feed(ByteBuffer.wrap("\n".getBytes(StandardCharsets.UTF_8)));
        assertThat(events.lastEventId()).isEqualTo("7");
    }

    @Test
    void anIdWithANullIsNone() throws Exception {
        assertSays("id: 1\ndata: a\n\nid: 2\0\ndata: b\n\n", "message|a|1", "message|b|1");
    }

    @Test
    void retryIsDigitsOnly() throws Exception {
        assertSays(
                "retry: 1000\nretry: 1s\nretry: -1\nretry\nretry: 99999999999999999999\n",
                "retry 1000",
                "retry " + Long.MAX_VALUE);
    }

    @Test
    void aByteOrderMarkAtTheBeginningIsNothing() throws Exception {
        assertSays("\uFEFFdata: a\n\n\uFEFFdata: b\n\n", "message|a|");
    }

    @Test
    void textIsUtf8WhateverThePiecesAre() throws Exception {
        assertSays("data: ü 漢 😀\n\n", "message|ü 漢 😀|");
        assertSays(new byte[] {'d', 'a', 't', 'a', ':', (byte) 0xFF, '\n', '\n'}, "message|\uFFFD|");
    }

    @Test
    void anEventOverTheLimitIsRefused() {
        byte[] line = "data: 0123456789\n".getBytes(StandardCharsets.UTF_8);
        EventStream many = new EventStream("", 100, new Said());
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 20; i++) {
                        many.feed(ByteBuffer.wrap(line));
                    }
                })
                .isInstanceOf(EventStream.TooLargeException.class);
        EventStream one = new EventStream("", 100, new Said());
        assertThatThrownBy(() -> one.feed(ByteBuffer.wrap(new byte[101])))
                .isInstanceOf(EventStream.TooLargeException.class);
    }
}
