package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.engine.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OriginsTest {
    @ParameterizedTest
    @CsvSource({
        "http://example.org, example.org, true",
        "https://example.org, example.org, true",
        "http://Example.ORG:8080, example.org:8080, true",
        "http://[::1]:8080, [::1]:8080, true",
        "http://example.org:8080, example.org, false",
        "http://example.org, example.org:8080, false",
        "http://evil.example, example.org, false",
        "http://example.org.evil.example, example.org, false",
        "http://evil.example/example.org, example.org, false",
        "http://example.org@evil.example, example.org, false",
        "null, example.org, false",
        "example.org, example.org, false",
        "'', example.org, false"
    })
    void onlyTheSameHostMay(String origin, String host, boolean allowed) {
        Headers request = Headers.of("Host", host, "Origin", origin);
        assertThat(Origins.SAME_HOST.allow(request, false)).isEqualTo(allowed);
        assertThat(Origins.ANY.allow(request, false)).isTrue();
    }

    @Test
    void aClientWithoutAnOriginIsNoBrowser() {
        assertThat(Origins.SAME_HOST.allow(Headers.of("Host", "example.org"), false))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:8080, true",
        "app.localhost, true",
        "127.0.0.1:8080, true",
        "127.1.2.3, true",
        "[::1]:8080, true",
        "evil.example:8080, false",
        "127.0.0.1.evil.example, false",
        "localhost.evil.example:8080, false"
    })
    void onLoopbackOnlyItsOwnNamesAreTheSameHost(String host, boolean allowed) {
        Headers request = Headers.of("Host", host, "Origin", "http://" + host);
        assertThat(Origins.SAME_HOST.allow(request, true)).isEqualTo(allowed);
        assertThat(Origins.SAME_HOST.allow(request, false)).isTrue();
        assertThat(Origins.of("http://" + host).allow(request, true)).isTrue();
    }

    @Test
    void twoOriginsAreNone() {
        Headers request =
                Headers.of("Host", "example.org", "Origin", "http://example.org", "Origin", "http://example.org");
        assertThat(Origins.SAME_HOST.allow(request, false)).isFalse();
    }

    @Test
    void othersMayWhenTheyAreListed() {
        Origins origins = Origins.of("https://Friend.example");
        assertThat(origins.allow(Headers.of("Host", "example.org", "Origin", "https://friend.example"), false))
                .isTrue();
        assertThat(origins.allow(Headers.of("Host", "example.org", "Origin", "http://friend.example"), false))
                .isFalse();
        assertThatThrownBy(() -> Origins.of("friend.example")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Origins.of("https://friend.example/")).isInstanceOf(IllegalArgumentException.class);
    }
}
