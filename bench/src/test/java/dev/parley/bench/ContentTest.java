package dev.parley.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages are what they are said to be. */
final class ContentTest {
    @ParameterizedTest
    @EnumSource
    void aMessageHasJustSoManyBytesAndIsTheSameEveryTime(Content content) {
        for (int bytes = 1; bytes < 300; bytes++) {
            assertThat(content.message(bytes, bytes)).hasSize(bytes).isEqualTo(content.message(bytes, bytes));
        }
        assertThat(content.message(1, 1024 * 1024)).hasSize(1024 * 1024);
    }

    @ParameterizedTest
    @EnumSource(names = {"ASCII", "MIXED"})
    void textIsUtf8WhereverItIsCut(Content content) throws CharacterCodingException {
        for (int bytes = 1; bytes < 300; bytes++) {
            assertThat(decoded(content.message(bytes, bytes))).isNotEmpty();
        }
    }

    @Test
    void asciiIsAsciiAndMixedHasCharactersOfOneToFourBytes() throws CharacterCodingException {
        assertThat(decoded(Content.ASCII.message(1, 1000)))
                .matches("\\p{ASCII}+")
                .startsWith("{\"id\":");
        Set<Integer> lengths = new HashSet<>();
        decoded(Content.MIXED.message(1, 1000))
                .codePoints()
                .forEach(character ->
                        lengths.add(Character.toString(character).getBytes(StandardCharsets.UTF_8).length));
        assertThat(lengths).containsExactlyInAnyOrder(1, 2, 3, 4);
    }

    @ParameterizedTest
    @EnumSource
    void messagesOfDifferentNumbersDiffer(Content content) {
        Set<String> messages = new HashSet<>();
        for (int number = 0; number < 64; number++) {
            messages.add(new String(content.message(number, 64), StandardCharsets.ISO_8859_1));
        }
        assertThat(messages).hasSize(64);
    }

    private static String decoded(byte[] utf8) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    }
}
