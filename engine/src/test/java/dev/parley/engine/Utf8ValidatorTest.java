package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The validator against the JDK's decoder, and against the definition of the earliest possible failure. */
final class Utf8ValidatorTest {
    /** Both ends of every range in table 3-7 of the Unicode standard, and their neighbours. */
    private static final int[] EDGES = {
        0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF,
        0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF
    };

    private static final CharsetDecoder JDK = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);

    @Test
    void everySequenceOfOneAndTwoBytesIsJudgedAsTheJdkDoes() {
        for (int first = 0; first < 0x100; first++) {
            assertJudgedAsTheJdkDoes(new byte[] {(byte) first});
            for (int second = 0; second < 0x100; second++) {
                assertJudgedAsTheJdkDoes(new byte[] {(byte) first, (byte) second});
            }
        }
    }

    @Test
    void everySequenceOfThreeAndFourEdgesIsJudgedAsTheJdkDoes() {
        for (int first : EDGES) {
            for (int second : EDGES) {
                for (int third : EDGES) {
                    assertJudgedAsTheJdkDoes(new byte[] {(byte) first, (byte) second, (byte) third});
                    for (int fourth : EDGES) {
                        assertJudgedAsTheJdkDoes(new byte[] {(byte) first, (byte) second, (byte) third, (byte) fourth});
                    }
                }
            }
        }
    }

    @Test
    void everyCodePointIsAccepted() {
        Utf8Validator validator = new Utf8Validator();
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
                ByteBuffer utf8 = StandardCharsets.UTF_8.encode(Character.toString(codePoint));
                if (!validator.accepts(utf8) || !validator.isComplete()) {
                    fail("U+%04X", codePoint);
                }
            }
        }
    }

    @Test
    void failureIsToldAtTheFirstByteThatNoTextCouldHave() {
        probe(new byte[0]);
    }

    /** Judges each extension of an acceptable prefix by each edge; an unacceptable one has no acceptable extension. */
    private static void probe(byte[] prefix) {
        for (int edge : EDGES) {
            byte[] longer = Arrays.copyOf(prefix, prefix.length + 1);
            longer[prefix.length] = (byte) edge;
            boolean acceptable = canBecomeValid(longer, 3);
            Utf8Validator validator = new Utf8Validator();
            assertThat(validator.accepts(ByteBuffer.wrap(prefix))).isTrue();
            if (validator.accepts(ByteBuffer.wrap(longer, prefix.length, 1)) != acceptable) {
                fail(HexFormat.of().formatHex(longer));
            }
            if (acceptable && longer.length < 4) {
                probe(longer);
            }
        }
    }

    private static boolean canBecomeValid(byte[] prefix, int more) {
        if (isValid(prefix)) {
            return true;
        }
        if (more > 0) {
            for (int edge : new int[] {0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF}) {
                byte[] longer = Arrays.copyOf(prefix, prefix.length + 1);
                longer[prefix.length] = (byte) edge;
                if (canBecomeValid(longer, more - 1)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void badByteIsFoundAtEveryPlaceAmongAsciiInEveryKindOfBuffer() {
        for (int length = 1; length < 40; length++) {
            for (int at = 0; at < length; at++) {
                byte[] text = new byte[length];
                Arrays.fill(text, (byte) 'x');
                text[at] = (byte) 0xC0;
                for (int kind = 0; kind < 8; kind++) {
                    ByteBuffer bytes = Feeding.buffer(text, kind);
                    if (new Utf8Validator().accepts(bytes) || bytes.remaining() != length) {
                        fail("%d of %d, in buffer %d", at, length, kind);
                    }
                }
            }
        }
    }

    @Property(tries = 300)
    void textIsValidAndMutatedTextIsJudgedAsTheJdkDoesAtEverySplit(@ForAll String text, @ForAll long seed) {
        byte[] bytes = Text.encode(text).array();
        assertThat(isValid(bytes)).isTrue();
        assertJudgedAsTheJdkDoesAtEverySplit(bytes);
        Random random = new Random(seed);
        for (int i = 0; i < 4 && bytes.length > 0; i++) {
            byte[] mutated = bytes.clone();
            mutated[random.nextInt(bytes.length)] = (byte) EDGES[random.nextInt(EDGES.length)];
            assertJudgedAsTheJdkDoesAtEverySplit(mutated);
            assertJudgedAsTheJdkDoesAtEverySplit(Arrays.copyOf(bytes, random.nextInt(bytes.length)));
        }
    }

    @Property(tries = 200)
    void randomBytesAreJudgedAsTheJdkDoesAtEverySplit(@ForAll byte[] bytes) {
        assertJudgedAsTheJdkDoesAtEverySplit(bytes);
    }

    private static void assertJudgedAsTheJdkDoesAtEverySplit(byte[] bytes) {
        boolean valid = isValid(bytes);
        for (int cut = 0; cut <= bytes.length; cut++) {
            if (isAccepted(bytes, cut) != valid) {
                fail("%s cut at %d", HexFormat.of().formatHex(bytes), cut);
            }
        }
    }

    /** A short sequence: whole, and at every split into two. */
    private static void assertJudgedAsTheJdkDoes(byte[] bytes) {
        boolean valid = isValid(bytes);
        for (int cut = 0; cut < bytes.length; cut++) {
            if (isAccepted(bytes, cut) != valid) {
                fail("%s cut at %d", HexFormat.of().formatHex(bytes), cut);
            }
        }
    }

    private static boolean isAccepted(byte[] bytes, int cut) {
        Utf8Validator validator = new Utf8Validator();
        return validator.accepts(ByteBuffer.wrap(bytes, 0, cut))
                && validator.accepts(ByteBuffer.wrap(bytes, cut, bytes.length - cut))
                && validator.isComplete();
    }

    private static boolean isValid(byte[] bytes) {
        CharBuffer out = CharBuffer.allocate(bytes.length);
        JDK.reset();
        return !JDK.decode(ByteBuffer.wrap(bytes), out, true).isError()
                && !JDK.flush(out).isError();
    }
}
