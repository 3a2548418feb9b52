package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Header fields: nothing that could become a second one. */
final class HeadersTest {
    @ParameterizedTest
    @ValueSource(strings = {"a\r\nSet-Cookie: b", "a\nb", "a\rb", "\r\n", "a\0b", "a\u001Bb", "a\u007Fb", "a\u000Bb"})
    void valueWithAControlCharacterIsRefused(String value) {
        assertThatThrownBy(() -> new Headers.Field("X", value)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Headers.of("X", value)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Headers.NONE.with("X", value)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a:", "a\r\nb", "a\n", "\"a\"", "ä", "a\0"})
    void nameThatIsNoTokenIsRefusedWithoutRepeatingItsControlCharacters(String name) {
        assertThatThrownBy(() -> new Headers.Field(name, "v"))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .matches("[ -~]*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a b\tc", "\"a, b; c=d\"", "é", "\u0080\u00FF"})
    void valueOfVisibleCharactersBlanksAndLatin1IsAccepted(String value) {
        assertThat(new Headers.Field("X", value).value()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u010Ab", "a\u010Db", "\u0120", "a\uFF0Ab", "世界"})
    void valueBeyondLatin1IsRefusedSinceItsLowByteMayBeALineEnd(String value) {
        // RFC 9110 §5.5: a field value is of VCHAR, obs-text (up to %xFF), SP and HTAB.
        assertThatThrownBy(() -> new Headers.Field("X", value)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "example.org",
                "example.org:80",
                "127.0.0.1:8080",
                "[::1]",
                "[::1]:9",
                "a_b-c~",
                "x:",
                "%41.org",
                "x(y)"
            })
    void hostIsAHostWithOrWithoutAPort(String host) {
        assertThat(Headers.of("Host", host).namesOneHost()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":80",
                "x y",
                "x, y",
                "x:8a",
                "x:80:80",
                "x/y",
                "http://x",
                "x@y",
                "x?",
                "x#",
                "[::1",
                "[]",
                "[::1]x",
                "ü",
                "x\\y",
                "x\"",
                "[::1]:x",
                "[::<1>]",
                "x|y"
            })
    void whatNamesNoHostIsNone(String host) {
        assertThat(Headers.of("Host", host).namesOneHost()).isFalse();
    }

    @Test
    void hostIsNamedOnce() {
        assertThat(Headers.NONE.namesOneHost()).isFalse();
        assertThat(Headers.of("Host", "x", "Host", "x").namesOneHost()).isFalse();
    }

    @Test
    void namesCompareWithoutRegardToCaseAndKeepTheirOrder() {
        Headers headers = Headers.of("Via", "1", "HOST", "h", "via", "2").with(Headers.of("vIA", "3"));
        assertThat(headers.all("VIA")).containsExactly("1", "2", "3");
        assertThat(headers.first("via")).hasValue("1");
        assertThat(headers.contains("host")).isTrue();
        assertThat(headers.contains("hos")).isFalse();
        assertThat(headers.size()).isEqualTo(4);
        assertThat(headers).first().isEqualTo(new Headers.Field("Via", "1"));
    }

    @Test
    void memberIsFoundInAnyListOfThatName() {
        Headers headers = Headers.of("Connection", "close, Keep-Alive", "connection", "x ,UPGRADE\t");
        assertThat(headers.hasMember("Connection", "upgrade")).isTrue();
        assertThat(headers.hasMember("Connection", "keep-alive")).isTrue();
        assertThat(headers.hasMember("Connection", "keep")).isFalse();
        assertThat(headers.hasMember("Upgrade", "upgrade")).isFalse();
    }

    @Test
    void headersDoNotShowTheirValues() {
        assertThat(Headers.of("Cookie", "secret", "Host", "h")).hasToString("[Cookie, Host]");
    }

    @Test
    void namesAndValuesComeInPairs() {
        assertThatThrownBy(() -> Headers.of("a", "b", "c")).isInstanceOf(IllegalArgumentException.class);
    }
}
