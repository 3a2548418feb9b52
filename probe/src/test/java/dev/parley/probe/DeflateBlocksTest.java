package dev.parley.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.probe.DeflateBlocks.Inflated;
import dev.parley.probe.DeflateBlocks.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeflateBlocksTest {
    private static final int MOST = 1 << 20;
    private static final byte[] HELLO = "Hello".getBytes(StandardCharsets.US_ASCII);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void inflatesWhatZlibDeflatesAtEachLevel(int level) throws Exception {
        for (byte[] message : messages()) {
            for (int strategy : new int[] {Deflater.DEFAULT_STRATEGY, Deflater.FILTERED, Deflater.HUFFMAN_ONLY}) {
                byte[] deflated = Compressor.compress(message, level, strategy, 15);
                assertThat(new DeflateBlocks(false, MOST).inflate(deflated).output())
                        .isEqualTo(message);
            }
        }
    }

    private static byte[][] messages() {
        return new byte[][] {
            {},
            {7},
            HELLO,
            Payloads.text(100),
            Payloads.text(70_000),
            Payloads.random(70_000),
            new byte[100_000],
            Joined.of(Payloads.random(20_000), Payloads.random(20_000)),
            "é€😀".repeat(9000).getBytes(StandardCharsets.UTF_8)
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 100, 255, 256, 257, 511, 512, 513, 1024, 4095, 16384, 32767, 32768})
    void findsTheLargestDistance(int distance) throws Exception {
        byte[] block = Payloads.random(distance);
        byte[] deflated = new DeflateWriter()
                .fixed(false)
                .literals(block)
                .match(258, distance)
                .match(3, 1)
                .endOfBlock()
                .message();
        Inflated inflated = new DeflateBlocks(false, MOST).inflate(deflated);
        assertThat(inflated.largestDistance()).isEqualTo(distance);
        assertThat(inflated.output()).hasSize(distance + 261).startsWith(block);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14})
    void whatIsFlushedInTimeStaysInItsWindow(int bits) throws Exception {
        byte[] block = Payloads.random(1 << bits);
        byte[] lure = Joined.of(block, block, Payloads.random(300), block);
        byte[] deflated = Compressor.compress(lure, 9, Deflater.DEFAULT_STRATEGY, bits);
        Inflated inflated = new DeflateBlocks(false, MOST).inflate(deflated);
        assertThat(inflated.output()).isEqualTo(lure);
        assertThat(inflated.largestDistance()).isLessThanOrEqualTo(1 << bits);
    }

    @Test
    void zlibWithItsWholeWindowIsCaughtReferringTooFarBack() throws Exception {
        byte[] block = Payloads.random(1000);
        Inflated inflated = new DeflateBlocks(false, MOST).inflate(Compressor.compress(Joined.of(block, block)));
        assertThat(inflated.largestDistance()).isEqualTo(1000);
    }

    @ParameterizedTest
    @CsvSource({"f248cdc9c90700, FIXED", "000500faff48656c6c6f00, STORED", "f348cdc9c9070000, FIXED"})
    void inflatesTheSamplesOfTheRfc(String hex, Kind kind) throws Exception {
        Inflated inflated =
                new DeflateBlocks(false, MOST).inflate(HexFormat.of().parseHex(hex));
        assertThat(inflated.output()).isEqualTo(HELLO);
        assertThat(inflated.kinds()).contains(kind);
    }

    @Test
    void takesTheContextOverIfThatIsAgreed() throws Exception {
        DeflateBlocks blocks = new DeflateBlocks(true, MOST);
        for (String hex : new String[] {"f248cdc9c90700", "f200110000", "f200110000"}) {
            assertThat(blocks.inflate(HexFormat.of().parseHex(hex)).output()).isEqualTo(HELLO);
        }
    }

    @Test
    void takesTheContextOverFromBlocksThatEndAStream() throws Exception {
        DeflateBlocks blocks = new DeflateBlocks(true, MOST);
        for (int i = 0; i < 3; i++) {
            assertThat(blocks.inflate(HexFormat.of().parseHex("f348cdc9c9070000"))
                            .output())
                    .isEqualTo(HELLO);
        }
    }

    @Test
    void refusesContextThatIsNotAgreed() throws Exception {
        DeflateBlocks blocks = new DeflateBlocks(false, MOST);
        blocks.inflate(HexFormat.of().parseHex("f248cdc9c90700"));
        assertThatExceptionOfType(InvalidDeflate.class)
                .isThrownBy(() -> blocks.inflate(HexFormat.of().parseHex("f200110000")))
                .withMessageContaining("in this message");
    }

    @Test
    void remembersExactly32KibibytesOfEarlierMessages() throws Exception {
        byte[] long1 = Payloads.random(40_000);
        DeflateBlocks blocks = new DeflateBlocks(true, MOST);
        blocks.inflate(new DeflateWriter().stored(false, long1).message());
        byte[] back =
                new DeflateWriter().fixed(false).match(100, 32768).endOfBlock().message();
        assertThat(blocks.inflate(back).output()).isEqualTo(Arrays.copyOfRange(long1, 40_000 - 32768, 40_000 - 32668));
    }

    @ParameterizedTest
    @ValueSource(strings = {"06", "00050005004865", "f248cd", "f248cdc9c907000000ffff", "ffffffff"})
    void refusesWhatIsNoDeflate(String hex) {
        assertThatExceptionOfType(InvalidDeflate.class)
                .isThrownBy(() ->
                        new DeflateBlocks(false, MOST).inflate(HexFormat.of().parseHex(hex)));
    }

    @Test
    void refusesABombBeforeItIsAllThere() {
        assertThatExceptionOfType(InvalidDeflate.class)
                .isThrownBy(() -> new DeflateBlocks(false, MOST).inflate(Compressor.zeros(2)))
                .withMessageContaining("more than");
    }

    @Test
    void neverDoesAnythingButInflateOrRefuse() {
        for (int seed = 0; seed < 3000; seed++) {
            byte[] noise = Payloads.random(40, seed);
            try {
                new DeflateBlocks(false, MOST).inflate(noise);
            } catch (InvalidDeflate e) {
                assertThat(e).hasMessageEndingWith(".");
            }
        }
    }
}
