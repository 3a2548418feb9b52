package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages that are too large to be held in one piece, on their way out and in. */
final class MessageInPartsTest {
    private static final int WHOLE = 100_000;

    // RFC 6455 §6.1: "The opcode (frame-opcode) of the first frame containing the data MUST be set to the appropriate
    // value" and "The FIN bit (frame-fin) of the last frame containing the data MUST be set to 1".
    @ParameterizedTest
    @EnumSource(Role.class)
    void partsBecomeFragments(Role role) {
        Endpoint endpoint = Endpoint.of(role);
        assertThat(sendPart(endpoint, "ab", false)).isTrue();
        assertThat(endpoint.ping("between")).isTrue();
        assertThat(sendPart(endpoint, "", false)).isTrue();
        assertThat(sendPart(endpoint, "c", true)).isTrue();
        assertThat(endpoint.send("next")).isTrue();
        assertThat(endpoint.sent().stream()
                        .map(frame -> frame.opcode() + " " + frame.fin() + " " + new String(frame.payload())))
                .containsExactly(
                        "BINARY false ab",
                        "PING true between",
                        "CONTINUATION false ",
                        "CONTINUATION true c",
                        "TEXT true next");
    }

    // RFC 6455 §5.4: "The fragments of one message MUST NOT be interleaved between the fragments of another message".
    @Test
    void noOtherMessageComesBetweenThem() {
        Endpoint endpoint = Endpoint.of(Role.CLIENT);
        sendPart(endpoint, "a", false);
        assertThatThrownBy(() -> endpoint.send("x")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> endpoint.engine().sendPart(Opcode.PING, ByteBuffer.allocate(0), true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(endpoint.sent()).hasSize(1);
    }

    @Test
    void afterTheCloseFrameNoPartIsSent() {
        Endpoint endpoint = Endpoint.of(Role.CLIENT);
        sendPart(endpoint, "a", false);
        endpoint.close(1000, "");
        assertThat(sendPart(endpoint, "b", true)).isFalse();
        assertThat(endpoint.sent()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void whatIsLargerThanWantedIsHandedOnInParts(Role role) {
        byte[] large = Wire.pattern(3 * WHOLE);
        byte[] bytes = Wire.to(role)
                .binary(large)
                .binary(Wire.pattern(WHOLE))
                .frame(Wire.BINARY, Wire.pattern(WHOLE - 1))
                .frame(Wire.FIN | Wire.PING, "between")
                .frame(0, Wire.pattern(2 * WHOLE))
                .frame(Wire.FIN, "")
                .frame(Wire.FIN | Wire.TEXT, "x".repeat(2 * WHOLE))
                .frame(Wire.BINARY, "")
                .frame(Wire.FIN, large)
                .bytes();
        for (int seed = 0; seed < 20; seed++) {
            Owner owner = new Owner(role, Agreement.NONE);
            owner.feed(bytes, new Random(seed));
            assertThat(owner.seen)
                    .as("seed %d", seed)
                    .containsExactly(
                            "in parts BINARY " + Arrays.hashCode(large),
                            "whole BINARY " + Arrays.hashCode(Wire.pattern(WHOLE)),
                            "in parts BINARY " + Arrays.hashCode(joined(Wire.pattern(WHOLE - 1), 2 * WHOLE)),
                            "whole TEXT " + Arrays.hashCode(Wire.utf8("x".repeat(2 * WHOLE))),
                            "in parts BINARY " + Arrays.hashCode(large));
            assertThat(owner.largestPart).isLessThanOrEqualTo(2 * WHOLE);
        }
    }

    @Test
    void aCompressedOneIsCutAsItInflates() {
        Agreement agreement = Deflated.ALONE;
        Owner sender = new Owner(Role.CLIENT, agreement);
        byte[] large = new byte[5 * WHOLE];
        sender.engine.send(Opcode.BINARY, ByteBuffer.wrap(large));
        Owner receiver = new Owner(Role.SERVER, agreement);
        receiver.feed(sender.sent(), new Random(1));
        assertThat(receiver.seen).containsExactly("in parts BINARY " + Arrays.hashCode(large));
        assertThat(receiver.largestPart).isLessThanOrEqualTo(2 * WHOLE);
    }

    @Test
    void theLimitIsThatOfTheWholeMessage() {
        Owner owner = new Owner(Role.CLIENT, Agreement.NONE);
        owner.feed(
                Wire.to(Role.CLIENT)
                        .frame(Wire.BINARY, new byte[8 << 20])
                        .frame(0, "x")
                        .bytes(),
                new Random(1));
        assertThat(owner.seen).containsExactly("Failed[violation=MESSAGE_TOO_BIG]");
    }

    private static boolean sendPart(Endpoint endpoint, String part, boolean last) {
        return endpoint.engine().sendPart(Opcode.BINARY, ByteBuffer.wrap(Wire.utf8(part)), last);
    }

    private static byte[] joined(byte[] first, int patternBytes) {
        byte[] all = Arrays.copyOf(first, first.length + patternBytes);
        System.arraycopy(Wire.pattern(patternBytes), 0, all, first.length, patternBytes);
        return all;
    }

    /** Wants up to {@link #WHOLE} bytes of binary messages whole. */
    private static final class Owner implements EngineHandler, Outbox {
        private final WebSocketEngine engine;
        private final List<String> seen = new ArrayList<>();
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final ByteArrayOutputStream parts = new ByteArrayOutputStream();
        private final ByteBuffer claimed = ByteBuffer.allocate(16 * 1024);
        private int largestPart;

        Owner(Role role, Agreement agreement) {
            Limits limits = Limits.DEFAULT.withMaxMessageBytes(8 << 20);
            engine = role == Role.SERVER
                    ? WebSocketEngine.server(limits, agreement, this, this)
                    : WebSocketEngine.client(limits, agreement, () -> 7, this, this);
        }

        /** As a transport does: now to where the engine wants it, now elsewhere. */
        void feed(byte[] bytes, Random random) {
            for (int at = 0; at < bytes.length; ) {
                ByteBuffer room = engine.room();
                int most = Math.min(bytes.length - at, 1 + random.nextInt(WHOLE));
                if (room.hasRemaining()) {
                    int count = Math.min(most, room.remaining());
                    int start = room.position();
                    room.put(bytes, at, count);
                    engine.receive(room.limit(start + count).position(start));
                    at += count;
                } else {
                    engine.receive(ByteBuffer.wrap(Arrays.copyOfRange(bytes, at, at + most)));
                    at += most;
                }
            }
        }

        @Override
        public int wholeUpTo(Opcode kind) {
            return kind == Opcode.BINARY ? WHOLE : Integer.MAX_VALUE;
        }

        @Override
        public void onPart(Opcode kind, ByteBuffer part, boolean last) {
            byte[] bytes = new byte[part.remaining()];
            part.get(bytes);
            largestPart = Math.max(largestPart, bytes.length);
            parts.writeBytes(bytes);
            if (last) {
                seen.add("in parts " + kind + " " + Arrays.hashCode(parts.toByteArray()));
                parts.reset();
            }
        }

        @Override
        public void onMessage(Opcode kind, ByteBuffer payload) {
            byte[] bytes = new byte[payload.remaining()];
            payload.get(bytes);
            seen.add("whole " + kind + " " + Arrays.hashCode(bytes));
        }

        @Override
        public void onEnd(Ending ending) {
            seen.add(ending.toString());
        }

        @Override
        public ByteBuffer claim(int bytes) {
            flushClaim();
            return claimed.clear();
        }

        @Override
        public void append(ByteBuffer bytes) {
            flushClaim();
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            out.writeBytes(copy);
        }

        byte[] sent() {
            flushClaim();
            return out.toByteArray();
        }

        private void flushClaim() {
            out.write(claimed.array(), 0, claimed.position());
            claimed.clear();
        }

        @Override
        public void finish() {}

        @Override
        public void abort() {}
    }
}
