package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Streams that nobody thought of: frames good and bad, spoilt bytes, noise. */
final class RandomStreamTest {
    private static final Limits LIMITS = new Limits(2_000, 8, 16, 2, Long.MAX_VALUE, Limits.UNLIMITED, 1, 1_000);
    private static final Agreement[] AGREEMENTS = {Agreement.NONE, Deflated.ALONE, Deflated.WITH_CONTEXT};

    @Property(tries = 2000)
    void streamGivesTheSameHoweverItIsCut(@ForAll long seed, @ForAll Role role) {
        Random random = new Random(seed);
        Agreement agreement = AGREEMENTS[random.nextInt(AGREEMENTS.length)];
        byte[] stream = stream(role, random);
        Endpoint endpoint = Endpoint.play(role, LIMITS, agreement, e -> {
            e.feed(stream);
            e.engine().receiveEnd();
        });
        assertThat(endpoint.log().stream().filter(line -> line.startsWith("end")))
                .hasSize(1);
        assertThat(endpoint.log()).last().asString().startsWith("end");
        assertThat(endpoint.sent().stream().filter(frame -> frame.opcode() == Opcode.CLOSE))
                .hasSizeLessThanOrEqualTo(1);
    }

    @Property(tries = 2000)
    void noiseGivesTheSameHoweverItIsCut(@ForAll byte[] noise, @ForAll Role role) {
        Endpoint.play(role, LIMITS, Deflated.ALONE, e -> {
            e.feed(noise);
            e.engine().receiveEnd();
        });
    }

    private static byte[] stream(Role role, Random random) {
        Wire wire = Wire.to(role);
        boolean inside = false;
        int frames = random.nextInt(12);
        for (int i = 0; i < frames; i++) {
            byte[] payload = new byte[random.nextInt(4) == 0 ? random.nextInt(900) : random.nextInt(12)];
            switch (random.nextInt(10)) {
                case 0 -> wire.ping("ping");
                case 1 -> wire.pong("");
                case 2 -> wire.close(random.nextInt(5_000), "bye");
                case 3 -> wire.text("grüße, 世界 👋");
                case 4 -> wire.frame(random.nextInt(256), payload);
                case 5, 6 -> {
                    byte[] compressed = Deflated.message(new byte[random.nextInt(2_200)]);
                    for (int spoilt = random.nextInt(3); spoilt > 0; spoilt--) {
                        compressed[random.nextInt(compressed.length)] ^= (byte) (1 << random.nextInt(8));
                    }
                    wire.frame(Wire.FIN | Deflated.RSV1 | (inside ? 0 : 1 + random.nextInt(2)), compressed);
                }
                default -> {
                    boolean last = random.nextBoolean();
                    wire.frame((last ? Wire.FIN : 0) | (inside ? 0 : 1 + random.nextInt(2)), payload);
                    inside = !last;
                }
            }
        }
        byte[] bytes = wire.bytes();
        for (int spoilt = random.nextInt(3); spoilt > 0 && bytes.length > 0 && random.nextBoolean(); spoilt--) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }
}
