package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Compressed payloads, in frames that are all right: nothing over the limit comes out, and what does is what {@link
 * DeflateReader} reads there. Stateless.
 */
final class InflateFuzz implements FuzzTarget {
    private static final List<Integer> LIMITS = List.of(1_000, 0, 1, 20, 100_000);
    private static final List<Feeding> FEEDINGS = List.of(Feeding.WHOLE, Feeding.BYTE_BY_BYTE);
    private static final int MOST_MESSAGES = 8;

    @Override
    public void take(byte[] input) {
        FuzzInput in = new FuzzInput(input);
        int limit = in.pick(LIMITS);
        boolean context = in.nextBoolean();
        Agreement agreement = context ? Deflated.WITH_CONTEXT : Deflated.ALONE;
        Limits limits = Limits.DEFAULT.withMaxMessageBytes(limit);
        List<byte[]> payloads = new ArrayList<>();
        Wire wire = Wire.to(Role.CLIENT);
        while (!in.atEnd() && payloads.size() < MOST_MESSAGES) {
            int cut = in.next();
            int length = in.next();
            byte[] payload = length == 0xFF ? in.rest() : in.take(length);
            cut = Math.min(cut, payload.length);
            wire.frame(Deflated.RSV1 | Wire.BINARY, Arrays.copyOf(payload, cut))
                    .frame(Wire.FIN, Arrays.copyOfRange(payload, cut, payload.length));
            payloads.add(payload);
        }
        int alive = EnginePool.alive();
        Endpoint.play(FEEDINGS, Role.CLIENT, limits, agreement, e -> {
            e.feed(wire);
            e.engine().receiveEnd();
        });
        List<byte[]> messages = messages(limits, agreement, wire);
        assertThat(messages.size()).isLessThanOrEqualTo(payloads.size());
        assertAreRead(messages, payloads, context);
        assertThat(messages).allMatch(message -> message.length <= limit);
        assertThat(EnginePool.alive()).as("inflaters that are left").isEqualTo(alive);
    }

    private static List<byte[]> messages(Limits limits, Agreement agreement, Wire wire) {
        Recorder recorder = new Recorder();
        List<byte[]> messages = new ArrayList<>();
        EngineHandler collector = new EngineHandler() {
            @Override
            public void onMessage(Opcode kind, ByteBuffer payload) {
                byte[] message = new byte[payload.remaining()];
                payload.get(message);
                messages.add(message);
            }

            @Override
            public void onEnd(Ending ending) {}
        };
        WebSocketEngine engine = WebSocketEngine.client(limits, agreement, () -> 1, collector, recorder);
        engine.receive(ByteBuffer.wrap(wire.bytes()));
        engine.receiveEnd();
        return messages;
    }

    private static void assertAreRead(List<byte[]> messages, List<byte[]> payloads, boolean context) {
        DeflateReader reader = new DeflateReader();
        for (int i = 0; i < messages.size(); i++) {
            reader = context ? reader : new DeflateReader();
            byte[] payload = payloads.get(i);
            Optional<byte[]> read = payload.length == 0 ? Optional.of(payload) : read(payload, reader);
            if (read.isEmpty()) {
                // Where a context is kept nobody can tell a block that is cut short; after a last block there are
                // several ways to go on.
                assertThat(context || reader.sawLastBlock())
                        .as("read by zlib alone")
                        .isTrue();
                return;
            }
            assertThat(messages.get(i)).isEqualTo(read.get());
        }
    }

    private static Optional<byte[]> read(byte[] payload, DeflateReader reader) {
        try {
            return Optional.of(reader.read(Deflated.withTail(payload)));
        } catch (IndexOutOfBoundsException | AssertionError e) {
            return Optional.empty();
        }
    }

    @Override
    public List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (int context = 0; context < 2; context++) {
            for (int limit = 0; limit < LIMITS.size(); limit++) {
                for (CompressedForm form : CompressedForm.values()) {
                    seeds.add(seed(limit, context, form.bytes(), form.bytes()));
                }
                seeds.add(seed(limit, context, Deflated.message(new byte[1_001])));
                seeds.add(seed(limit, context, Deflated.message(new byte[1 << 20])));
                seeds.add(seed(limit, context, Deflated.message(Wire.pattern(5_000)), new byte[] {0}));
            }
            seeds.add(seed(0, context, new byte[] {0x07}));
            seeds.add(seed(0, context, Deflated.LAST_BLOCK_CUT_SHORT));
            seeds.add(seed(0, context, Deflated.LAST_BLOCK_THAT_TAKES_THE_TAIL));
            byte[] whole = Deflated.message("cut short, so that there are bits to lose: cut short");
            for (int length = 1; length < whole.length; length += 3) {
                seeds.add(seed(0, context, Arrays.copyOf(whole, length), whole));
            }
            byte[] stored = CompressedForm.STORED_BLOCK.bytes();
            for (int length = 1; length < stored.length; length++) {
                seeds.add(seed(0, context, Arrays.copyOf(stored, length)));
            }
            // RFC 7692 §7.2.3.2: a reference to the message before.
            seeds.add(
                    seed(0, context, CompressedForm.ONE_FIXED_BLOCK.bytes(), new byte[] {(byte) 0xF2, 0, 0x11, 0, 0}));
        }
        return seeds;
    }

    private static byte[] seed(int limit, int context, byte[]... payloads) {
        ByteArrayOutputStream seed = new ByteArrayOutputStream();
        seed.write(limit);
        seed.write(context);
        for (byte[] payload : payloads) {
            seed.write(payload.length / 2);
            seed.write(Math.min(payload.length, 0xFF));
            seed.writeBytes(payload);
        }
        return seed.toByteArray();
    }
}
