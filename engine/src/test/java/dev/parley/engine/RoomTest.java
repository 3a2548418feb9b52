package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bytes that are read straight to where they belong mean what they mean anywhere else. */
final class RoomTest {
    private static final Limits LIMITS = Limits.DEFAULT.withMaxMessageBytes(4 << 20);

    @ParameterizedTest
    @EnumSource(Role.class)
    void largeMessagesAreTheSameHoweverTheyAreRead(Role role) {
        byte[] bytes = Wire.to(role)
                .binary(Wire.pattern(1 << 20))
                .frame(Wire.TEXT, Wire.utf8("grüße ".repeat(40_000)))
                .frame(Wire.FIN | Wire.PING, "in between")
                .frame(Wire.CONTINUATION, Wire.utf8("東京".repeat(60_000)))
                .frame(Wire.FIN, Wire.utf8("."))
                .binary(Wire.pattern(100))
                .frame(Wire.BINARY, Wire.pattern(300_000))
                .frame(Wire.FIN, Wire.pattern(200_000))
                .bytes();
        Endpoint whole = Endpoint.of(role, LIMITS, Agreement.NONE);
        whole.engine().receive(ByteBuffer.wrap(bytes.clone()));
        assertThat(whole.log()).hasSize(6);
        for (int seed = 0; seed < 20; seed++) {
            Reads reads = new Reads(role, seed);
            assertThat(reads.feed(bytes))
                    .as("bytes that were read into their place")
                    .isGreaterThan(500_000);
            assertThat(reads.endpoint.log()).isEqualTo(whole.log());
        }
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void brokenTextIsRefusedInItsPlace(Role role) {
        byte[] text = new byte[500_000];
        text[400_000] = (byte) 0xFF;
        Reads reads = new Reads(role, 1);
        reads.feed(Wire.to(role).frame(Wire.FIN | Wire.TEXT, text).bytes());
        assertThat(reads.endpoint.ending()).isEqualTo(new Ending.Failed(Violation.TEXT_NOT_UTF8));
        assertThat(reads.endpoint.engine().room().hasRemaining()).isFalse();
    }

    @Test
    void thereIsNoneForASmallRestNorBetweenMessages() {
        Endpoint endpoint = Endpoint.of(Role.CLIENT, LIMITS, Agreement.NONE);
        assertThat(endpoint.engine().room().hasRemaining()).isFalse();
        byte[] bytes = Wire.to(Role.CLIENT).binary(new byte[100_000]).bytes();
        endpoint.engine().receive(ByteBuffer.wrap(bytes, 0, 50_000));
        assertThat(endpoint.engine().room().hasRemaining()).isFalse();
        endpoint.engine().receive(ByteBuffer.wrap(bytes, 50_000, bytes.length - 50_000));
        assertThat(endpoint.engine().room().hasRemaining()).isFalse();
    }

    @Test
    void thereIsNoneBeforeTheFirstByteAndJustEnoughIsEnough() {
        Endpoint endpoint = Endpoint.of(Role.CLIENT, LIMITS, Agreement.NONE);
        int least = 64 * 1024;
        byte[] bytes = Wire.to(Role.CLIENT).binary(new byte[2 * least]).bytes();
        int header = bytes.length - 2 * least;
        endpoint.engine().receive(ByteBuffer.wrap(bytes, 0, header));
        assertThat(endpoint.engine().room().hasRemaining()).isFalse();
        endpoint.engine().receive(ByteBuffer.wrap(bytes, header, least));
        assertThat(endpoint.engine().room().remaining()).isEqualTo(least);
        endpoint.engine().receive(ByteBuffer.wrap(bytes, header + least, 1));
        assertThat(endpoint.engine().room().hasRemaining()).isFalse();
    }

    /** One that grew on the way has left a smaller one behind, too. */
    @Test
    void messagesTakeTurnsWithTheSameMemory() {
        Idle idle = new Idle(Role.CLIENT, LIMITS);
        byte[] fragments = Wire.to(Role.CLIENT)
                .frame(Wire.BINARY, new byte[20_000])
                .frame(0, new byte[100_000])
                .frame(Wire.FIN, new byte[200_000])
                .bytes();
        idle.engine.receive(ByteBuffer.wrap(fragments));
        long allocated = Allocation.of(() -> idle.engine.receive(ByteBuffer.wrap(fragments)));
        assertThat(idle.messages()).isEqualTo(2);
        assertThat(allocated).isLessThan(8 * 1024);
    }

    /** A transport that reads so many bytes as there happen to be. */
    private static final class Reads {
        private final Endpoint endpoint;
        private final Random random;

        Reads(Role role, int seed) {
            this.endpoint = Endpoint.of(role, LIMITS, Agreement.NONE);
            this.random = new Random(seed);
        }

        int feed(byte[] bytes) {
            int inPlace = 0;
            for (int at = 0; at < bytes.length; ) {
                ByteBuffer room = endpoint.engine().room();
                int some = Math.min(1 + random.nextInt(150_000), bytes.length - at);
                if (room.hasRemaining()) {
                    some = Math.min(some, room.remaining());
                    int start = room.position();
                    room.put(bytes, at, some);
                    endpoint.engine().receive(room.limit(start + some).position(start));
                    inPlace += some;
                } else {
                    endpoint.engine()
                            .receive(ByteBuffer.allocate(some)
                                    .put(bytes, at, some)
                                    .flip());
                }
                at += some;
            }
            return inPlace;
        }
    }
}
