package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a peer can make an engine reserve, in bytes allocated. */
final class MemoryTest {
    /** Room for the odd small object, and for the counting. */
    private static final int SLACK = 8 * 1024;

    /** Loading a class allocates, too, and is no peer's doing. */
    @BeforeAll
    static void loadClasses() {
        for (Role role : Role.values()) {
            new Idle(role, Limits.DEFAULT)
                    .engine.receive(ByteBuffer.wrap(Wire.to(role).hex("FF").bytes()));
        }
        Allocation.of(() -> {});
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void declaredLengthAloneReservesNothing(Role role) {
        Limits limits = Limits.DEFAULT.withMaxMessageBytes(256 << 20);
        Idle idle = new Idle(role, limits);
        ByteBuffer header = ByteBuffer.wrap(
                Wire.to(role).header(0x82, 256 << 20).payload(new byte[0]).bytes());
        assertThat(Allocation.of(() -> idle.engine.receive(header))).isLessThan(SLACK);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 60_000_000})
    void whatIsReservedFollowsWhatHasArrived(int arrived) {
        int declared = 128 << 20;
        Idle idle = new Idle(Role.CLIENT, Limits.DEFAULT.withMaxMessageBytes(declared));
        idle.engine.receive(
                ByteBuffer.wrap(Wire.to(Role.CLIENT).header(0x82, declared).bytes()));
        ByteBuffer piece = ByteBuffer.allocate(Math.max(1, arrived / 64));
        long allocated = Allocation.of(() -> {
            for (int left = arrived; left > 0; left -= piece.capacity()) {
                idle.engine.receive(piece.clear().limit(Math.min(left, piece.capacity())));
            }
        });
        // Arrays of twice the size each, the last of at most four times what has arrived.
        assertThat(allocated).isLessThan(8L * arrived + SLACK);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void copyingIsLinearHoweverManyFragmentsThereAre(Role role) {
        byte[] message = Wire.pattern(2 << 20);
        Limits limits = new Limits(message.length, 1_000, 0, 16, Long.MAX_VALUE, Limits.UNLIMITED, 1, 1);
        for (int fragment : new int[] {16, 64, 1_000, 65_536, 1 << 20}) {
            ByteBuffer in = ByteBuffer.wrap(FragmentationTest.inFragments(Wire.to(role), message, fragment)
                    .bytes());
            Idle idle = new Idle(role, limits);
            long allocated = Allocation.of(() -> idle.engine.receive(in));
            assertThat(idle.messages()).isEqualTo(1);
            assertThat(allocated).as("in fragments of %s", fragment).isLessThan(4L * message.length + SLACK);
        }
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void copyingIsLinearWhenOneFrameArrivesByteByByte(Role role) {
        byte[] bytes = Wire.to(role).binary(Wire.pattern(1 << 16)).bytes();
        Idle idle = new Idle(role, Limits.DEFAULT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        long allocated = Allocation.of(() -> {
            for (int i = 1; i <= bytes.length; i++) {
                idle.engine.receive(in.limit(i));
            }
        });
        assertThat(idle.messages()).isEqualTo(1);
        assertThat(allocated).isLessThan(3L * bytes.length + SLACK);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void unknownOpcodeWithAHugeLengthReservesNothing(Role role) {
        Idle idle = new Idle(role, Limits.DEFAULT.withMaxMessageBytes(Limits.MAX_MESSAGE_BYTES));
        ByteBuffer in = ByteBuffer.wrap(
                Wire.to(role).header(0x83, 1 << 30).payload(new byte[100]).bytes());
        assertThat(Allocation.of(() -> idle.engine.receive(in))).isLessThan(SLACK);
        assertThat(idle.engine.state()).isEqualTo(ReadyState.CLOSED);
    }

    /** A gigabyte of zeros, compressed to a megabyte: it costs no more than the limit, and not one byte is looked at after. */
    @ParameterizedTest
    @EnumSource(Role.class)
    void bombIsStoppedAtTheLimit(Role role) {
        byte[] megabyte = Deflated.withTail(Deflated.message(new byte[1 << 20]));
        Wire wire = Wire.to(role).frame(Deflated.RSV1 | Wire.BINARY, "");
        for (int i = 0; i < 1024; i++) {
            wire.frame(Wire.CONTINUATION, megabyte);
        }
        ByteBuffer in = ByteBuffer.wrap(wire.bytes());
        Limits limits = Limits.DEFAULT.withMaxMessageBytes(1 << 20);
        EnginePool pool = EnginePool.heap();
        Idle idle = new Idle(role, limits, Deflated.ALONE, pool);
        long allocated = Allocation.of(() -> idle.engine.receive(in));
        assertThat(idle.engine.state()).isEqualTo(ReadyState.CLOSED);
        assertThat(allocated).isLessThan(4L * limits.maxMessageBytes() + EnginePool.BUFFER_BYTES + SLACK);
        pool.close();
    }
}
