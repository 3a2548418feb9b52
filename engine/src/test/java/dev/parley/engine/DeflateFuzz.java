package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages that go out compressed: the other engine gets them, and no reference in them reaches farther than the window, or
 * into an earlier message where that is not agreed on. Stateless.
 */
final class DeflateFuzz implements FuzzTarget {
    private static final int MOST_MESSAGES = 6;
    private static final int MOST_PARTS = 8;

    @Override
    public void take(byte[] input) {
        FuzzInput in = new FuzzInput(input);
        Role role = in.pick(List.of(Role.values()));
        boolean context = in.nextBoolean();
        int bits = DeflateParameters.MIN_WINDOW_BITS + in.next() % 8;
        Deflate deflate = new Deflate(context, context, bits, bits, in.next(), in.next() % 10);
        Agreement agreement = Deflated.agreement(deflate);
        Limits limits = Limits.DEFAULT.withMaxMessageBytes(1 << 20);
        int alive = EnginePool.alive();
        Endpoint from = Endpoint.of(role, limits, agreement);
        Endpoint to = Endpoint.of(role == Role.SERVER ? Role.CLIENT : Role.SERVER, limits, agreement);
        DeflateReader reader = new DeflateReader();
        for (int i = 0; i < MOST_MESSAGES && !in.atEnd(); i++) {
            byte[] message = message(in);
            assertThat(from.engine().send(Opcode.BINARY, ByteBuffer.wrap(message)))
                    .isTrue();
            byte[] sent = from.takeBytes();
            to.engine().receive(ByteBuffer.wrap(sent.clone()));
            assertThat(to.log()).hasSize(i + 1).last().isEqualTo("got BINARY " + Frame.show(Opcode.BINARY, message));
            reader = context ? reader : new DeflateReader();
            assertThat(read(Frame.all(sent), reader)).isEqualTo(message);
            assertThat(reader.farthest()).isLessThanOrEqualTo(1 << bits);
        }
        from.engine().receiveEnd();
        to.engine().receiveEnd();
        assertThat(EnginePool.alive()).as("deflaters that are left").isEqualTo(alive);
    }

    /** Parts that are repeated, so that few bytes make a long message. */
    private static byte[] message(FuzzInput in) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        int parts = in.next() % MOST_PARTS;
        for (int i = 0; i < parts; i++) {
            int times = in.next();
            byte[] part = in.take(in.next());
            for (int k = 0; k <= times; k++) {
                message.writeBytes(part);
            }
        }
        return message.toByteArray();
    }

    private static byte[] read(List<Frame> frames, DeflateReader reader) {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        frames.forEach(frame -> payload.writeBytes(frame.payload()));
        byte[] whole = payload.toByteArray();
        return frames.get(0).compressed() ? reader.read(Deflated.withTail(whole)) : whole;
    }

    @Override
    public List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (int bits = 0; bits < 8; bits++) {
            for (int context = 0; context < 2; context++) {
                ByteArrayOutputStream seed = new ByteArrayOutputStream();
                seed.writeBytes(new byte[] {(byte) bits, (byte) context, (byte) bits, 1, (byte) (bits + context)});
                for (int message = 0; message < 3; message++) {
                    seed.writeBytes(new byte[] {3, 1, 40});
                    seed.writeBytes(Wire.pattern(40));
                    seed.writeBytes(new byte[] {(byte) 200, (byte) (30 + message)});
                    seed.writeBytes(Wire.pattern(30 + message));
                    seed.writeBytes(new byte[] {0, 9});
                    seed.writeBytes(Wire.utf8("far apart"));
                }
                seeds.add(seed.toByteArray());
            }
        }
        return seeds;
    }
}
