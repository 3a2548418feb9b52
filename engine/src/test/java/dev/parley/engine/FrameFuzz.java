package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes from a peer: however they are cut they give the same, which is what {@link NaiveReceiver} reads there (without
 * compression), with one end, at most one Close frame, and no more memory and work than they may cost. Stateless.
 */
record FrameFuzz(Role role, Agreement agreement) implements FuzzTarget {
    private static final List<Feeding> FEEDINGS = List.of(Feeding.WHOLE, Feeding.BYTE_BY_BYTE, Feeding.RANDOM_1);
    private static final Limits SMALL = BrokenRule.LIMITS;
    /** So large that to reserve what a header says shows. */
    private static final Limits LARGE = new Limits(1 << 28, 1_000, 16, 16, Long.MAX_VALUE, Limits.UNLIMITED, 1, 1);

    /** A message in two frames takes 5 bytes of a server and then 1,024 of ours, until it is whole. */
    private static final int ALLOCATED_PER_BYTE = 1024 / 4;
    /** What deflate can make of one byte, in arrays that double. */
    private static final int ALLOCATED_PER_DEFLATED_BYTE = 8 * 1032;

    private static final int ALLOCATED_ANYHOW = 32 * 1024;
    /** The smallest ping, of two bytes, is answered and reported. */
    private static final int CALLS_PER_BYTE = 1;

    private static final int CALLS_ANYHOW = 8;

    @Override
    public void take(byte[] input) {
        int alive = EnginePool.alive();
        Endpoint endpoint = Endpoint.play(FEEDINGS, role, SMALL, agreement, e -> {
            e.feed(input);
            e.engine().receiveEnd();
        });
        assertThat(endpoint.log()).last().asString().startsWith("end ");
        assertThat(endpoint.state()).isEqualTo(ReadyState.CLOSED);
        assertThat(endpoint.sent().stream().filter(frame -> frame.opcode() == Opcode.CLOSE))
                .hasSizeLessThanOrEqualTo(1);
        if (agreement == Agreement.NONE) {
            assertThat(told(endpoint)).isEqualTo(NaiveReceiver.read(role, SMALL, input));
        }
        assertCostsLittle(SMALL, input);
        assertCostsLittle(LARGE, input);
        assertThat(EnginePool.alive()).as("inflaters that are left").isEqualTo(alive);
    }

    /** What the handler was told, without why the transport's end was none of a WebSocket. */
    private static List<String> told(Endpoint endpoint) {
        return endpoint.log().stream()
                .filter(line -> line.startsWith("got") || line.startsWith("closing") || line.startsWith("end"))
                .map(line -> line.startsWith("end Lost") ? "end Lost" : line)
                .toList();
    }

    private void assertCostsLittle(Limits limits, byte[] input) {
        long perByte = agreement == Agreement.NONE ? ALLOCATED_PER_BYTE : ALLOCATED_PER_DEFLATED_BYTE;
        long most = perByte * input.length + ALLOCATED_ANYHOW;
        long allocated = allocated(limits, input);
        // Once more if it was too much: the first time may have loaded a class.
        assertThat(allocated <= most ? allocated : allocated(limits, input))
                .as("bytes allocated")
                .isLessThanOrEqualTo(most);
    }

    private long allocated(Limits limits, byte[] input) {
        Idle idle = new Idle(role, limits, agreement);
        ByteBuffer in = ByteBuffer.wrap(input.clone());
        long allocated = Allocation.of(() -> {
            idle.engine.receive(in);
            idle.engine.receiveEnd();
        });
        assertThat(idle.calls()).as("calls").isLessThanOrEqualTo(CALLS_PER_BYTE * input.length + CALLS_ANYHOW);
        assertThat(idle.largestMessage()).isLessThanOrEqualTo(limits.maxMessageBytes());
        return allocated;
    }

    @Override
    public List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        BrokenRule.all()
                .filter(rule -> rule.role() == role && rule.agreement() == agreement)
                .forEach(rule -> {
                    Wire wire = wire().text("before");
                    rule.breakIn(wire);
                    seeds.add(wire.text("after").bytes());
                });
        seeds.add(wire().text("grüße, 世界 👋")
                .binary(Wire.pattern(126))
                .ping("p")
                .pong("q")
                .close(1000, "bye")
                .bytes());
        seeds.add(wire().frame(Wire.TEXT, "frag")
                .ping("between")
                .frame(Wire.CONTINUATION, "")
                .frame(Wire.FIN, "mented")
                .close()
                .text("after")
                .bytes());
        seeds.add(wire().binary(new byte[1_000]).text("x".repeat(1_000)).bytes());
        seeds.add(wire().header(Wire.FIN | Wire.BINARY, 1 << 28)
                .payload(new byte[40])
                .bytes());
        if (agreement != Agreement.NONE) {
            for (CompressedForm form : CompressedForm.values()) {
                seeds.add(wire().frame(Wire.FIN | Deflated.RSV1 | Wire.TEXT, form.bytes())
                        .frame(Deflated.RSV1 | Wire.BINARY, form.bytes())
                        .frame(Wire.FIN, "")
                        .text("after")
                        .bytes());
            }
        }
        return seeds;
    }

    private Wire wire() {
        return Wire.to(role);
    }
}
