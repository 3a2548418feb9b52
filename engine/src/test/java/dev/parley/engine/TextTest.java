package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Strings to UTF-8 and back. */
final class TextTest {
    // RFC 6455 §5.6: "the whole message MUST contain valid UTF-8."
    @Property(tries = 500)
    void anyCharsMakeValidUtf8OfTheSameLength(@ForAll char[] chars) {
        String text = new String(chars);
        ByteBuffer utf8 = Text.encode(text);
        Utf8Validator validator = new Utf8Validator();
        assertThat(validator.accepts(utf8) && validator.isComplete()).isTrue();
        String back = Text.decode(utf8);
        assertThat(back).hasSameSizeAs(text);
        for (int i = 0; i < text.length(); i++) {
            assertThat(back.charAt(i)).isIn(text.charAt(i), '\uFFFD');
        }
    }

    @ParameterizedTest
    @CsvSource({
        "plain, plain",
        "👋, 👋",
        "a\uD83D, a\uFFFD",
        "\uDC4Bb, \uFFFDb",
        "\uDC4B\uD83D, \uFFFD\uFFFD",
        "\uD83D\uD83D\uDC4B, \uFFFD👋",
        "\uD83D\uDC4B\uDC4B, 👋\uFFFD",
        "x\uD83Dx\uDC4Bx, x\uFFFDx\uFFFDx"
    })
    void loneSurrogatesAreReplacedAndPairsAreNot(String text, String expected) {
        assertThat(Text.decode(Text.encode(text))).isEqualTo(expected);
    }

    @Property(tries = 100)
    void decodingWorksOnEveryKindOfBufferAndLeavesThePosition(@ForAll String text) {
        byte[] utf8 = Text.encode(text).array();
        for (int kind = 0; kind < 8; kind++) {
            ByteBuffer buffer = Feeding.buffer(utf8, kind);
            int position = buffer.position();
            String decoded = Text.decode(buffer);
            assertThat(Text.decode(buffer.asReadOnlyBuffer())).isEqualTo(decoded);
            assertThat(Text.encode(decoded)).isEqualTo(ByteBuffer.wrap(utf8));
            assertThat(buffer.position()).isEqualTo(position);
        }
    }
}
