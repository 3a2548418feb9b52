package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Where a client's keys come from and where they go. */
final class MaskingKeysTest {
    // RFC 6455 §5.3: "the masking key for a given frame MUST NOT make it simple for a server/proxy to predict the
    // masking key for a subsequent frame."
    @Test
    void secureKeysDoNotRepeatAcrossTheirBlocks() {
        MaskingKeys keys = MaskingKeys.secure();
        Set<Integer> seen = new HashSet<>();
        int drawn = 4_000;
        int bits = 0;
        for (int i = 0; i < drawn; i++) {
            int key = keys.next();
            seen.add(key);
            bits += Integer.bitCount(key);
        }
        // By chance two of 4,000 are alike once in 500 runs; the mean of the bits is 16 to within a tenth.
        assertThat(seen).hasSizeGreaterThan(drawn - 3);
        assertThat((double) bits / drawn).isBetween(15.5, 16.5);
    }

    @Test
    void twoSourcesDiffer() {
        assertThat(fourKeys(MaskingKeys.secure())).isNotEqualTo(fourKeys(MaskingKeys.secure()));
    }

    // RFC 6455 §10.3: "Clients MUST choose a new masking key for each frame".
    // RFC 6455 §5.3: "the client MUST pick a fresh masking key from the set of allowed 32-bit values."
    @Test
    void everyFrameOfAClientTakesTheNextKey() {
        Recorder recorder = new Recorder();
        int[] calls = {0};
        WebSocketEngine client =
                WebSocketEngine.client(Limits.DEFAULT, Agreement.NONE, () -> ++calls[0], recorder, recorder);
        client.send(Opcode.TEXT, ByteBuffer.wrap(new byte[] {'a'}));
        client.send(Opcode.BINARY, ByteBuffer.allocate(100_000));
        client.ping(ByteBuffer.allocate(0));
        client.close(new Close(1000));
        byte[] sent = recorder.sentBytes();
        assertThat(calls[0]).isEqualTo(4);
        assertThat(Arrays.copyOfRange(sent, 2, 6)).containsExactly(0, 0, 0, 1);
        assertThat(Arrays.copyOfRange(sent, 17, 21)).containsExactly(0, 0, 0, 2);
        // A payload of zeros shows the key, over and over, through all the pieces that it is claimed in.
        for (int i = 21; i < 100_021; i++) {
            assertThat(sent[i]).isEqualTo((byte) (i % 4 == 0 ? 2 : 0));
        }
    }

    private static int[] fourKeys(MaskingKeys keys) {
        return new int[] {keys.next(), keys.next(), keys.next(), keys.next()};
    }
}
