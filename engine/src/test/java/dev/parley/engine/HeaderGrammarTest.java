package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists and extensions as RFC 9110 §5.6 and RFC 6455 §9.1 have them. */
final class HeaderGrammarTest {
    @Test
    void tokenIsOneOrMoreOfItsCharacters() {
        String separators = "()<>@,;:\\\"/[]?={} \t";
        for (char c = 0; c < 0x200; c++) {
            boolean token = c > 0x20 && c < 0x7F && separators.indexOf(c) < 0;
            assertThat(HeaderGrammar.isToken(String.valueOf(c)))
                    .as("U+%04X", (int) c)
                    .isEqualTo(token);
            assertThat(HeaderGrammar.isToken("a" + c + "a")).isEqualTo(token);
        }
        assertThat(HeaderGrammar.isToken("")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\1',
            value = {
                "x | x",
                "x;a | x; a",
                "x;a;b | x; a; b",
                "x ; a = 1 ;b=2 | x; a=1; b=2",
                "x; a=\"1\" | x; a=1",
                "x; a=\"\\1\\0\" | x; a=10",
                "x; a=\"b\" ; c | x; a=b; c",
                "x, y;a, z | x, y; a, z",
                ",, x ,,\ty,, | x, y",
                "x;a;a=1 | x; a; a=1"
            })
    void extensionsAreRead(String line, String expected) {
        Optional<List<Extension>> extensions = HeaderGrammar.extensions(List.of(line));
        assertThat(new Agreement(extensions.orElseThrow(), Optional.empty())).hasToString(expected);
    }

    // RFC 6455 §4.3, §9.1: "the value after quoted-string unescaping MUST conform to the 'token' ABNF."
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                " , ,",
                ";",
                "=",
                "x;",
                "x; ;a",
                "x;,y",
                "x; a=",
                "x; a=,y",
                "x; =1",
                "x; a b",
                "x y",
                "x; a=1 2",
                "x; a=\"",
                "x; a=\"1",
                "x; a=\"1\\",
                "x; a=\"1\\\"",
                "x; a=\"\"",
                "x; a=\"1 2\"",
                "x; a=\"1,2\"",
                "x; a=\"\\\"\"",
                "x; a=\"1\"2",
                "\"x\"",
                "x; \"a\"",
                "x; a='1 2'",
                "x\0",
                "grüße"
            })
    void malformedExtensionsAreNothing(String line) {
        assertThat(HeaderGrammar.extensions(List.of(line))).isEmpty();
        assertThat(HeaderGrammar.extensions(List.of("fine", line))).isEmpty();
    }

    @Test
    void linesAreOneList() {
        assertThat(HeaderGrammar.tokens(List.of("a, b", "c"))).hasValue(List.of("a", "b", "c"));
        assertThat(HeaderGrammar.tokens(List.of(" a ,\tb\t", "c "))).hasValue(List.of("a", "b", "c"));
        assertThat(HeaderGrammar.tokens(List.of())).hasValue(List.of());
        assertThat(HeaderGrammar.extensions(List.of())).hasValue(List.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", ",", " ,", "\t", "x; ", ";", "\"", "\\", "x; a=\"", "x;a,", "x", "=", "x; a=\"\\"})
    @Timeout(value = 5, unit = TimeUnit.SECONDS)
    void longTextOfAnyShapeIsReadInLinearTime(String part) {
        // 200,000 characters cost a backtracking expression minutes; one pass costs milliseconds.
        String text = part.repeat(200_000 / part.length());
        for (String line : List.of(text, "x;" + text, "x" + text + "y", "x; a=\"" + text, text + "\0")) {
            HeaderGrammar.extensions(List.of(line));
            HeaderGrammar.tokens(List.of(line));
            Headers headers = Headers.of("Connection", line.replace('\0', ' '));
            assertThat(headers.hasMember("Connection", "upgrade")).isFalse();
        }
    }

    @Test
    void printableTextIsShortAndAscii() {
        assertThat(HeaderGrammar.printable("a\r\nb\u001Bc\u00E9")).isEqualTo("a??b?c?");
        assertThat(HeaderGrammar.printable("\u001F !}~\u007F")).isEqualTo("? !}~?");
        assertThat(HeaderGrammar.printable("x".repeat(1_000))).hasSize(64);
    }
}
