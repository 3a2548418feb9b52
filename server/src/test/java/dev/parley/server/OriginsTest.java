package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.engine.Headers;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        assertThat(Origins.SAME_HOST.allow(request(request), false)).isEqualTo(allowed);
        assertThat(Origins.ANY.allow(request(request), false)).isTrue();
    }

    @Test
    void aClientWithoutAnOriginIsNoBrowser() {
        assertThat(Origins.SAME_HOST.allow(request(Headers.of("Host", "example.org")), false))
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
        assertThat(Origins.SAME_HOST.allow(request(request), true)).isEqualTo(allowed);
        assertThat(Origins.SAME_HOST.allow(request(request), false)).isTrue();
        assertThat(Origins.of("http://" + host).allow(request(request), true)).isTrue();
    }

    @Test
    void twoOriginsAreNone() {
        Headers request =
                Headers.of("Host", "example.org", "Origin", "http://example.org", "Origin", "http://example.org");
        assertThat(Origins.SAME_HOST.allow(request(request), false)).isFalse();
    }

    @Test
    void othersMayWhenTheyAreListed() {
        Origins origins = Origins.of("https://Friend.example");
        assertThat(origins.allow(request(Headers.of("Host", "example.org", "Origin", "https://friend.example")), false))
                .isTrue();
        assertThat(origins.allow(request(Headers.of("Host", "example.org", "Origin", "http://friend.example")), false))
                .isFalse();
        assertThatThrownBy(() -> Origins.of("friend.example")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Origins.of("https://friend.example/")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.example.org, true",
        "https://a.b.Example.org, true",
        "https://example.org, false",
        "https://.example.org, false",
        "https://a..example.org, false",
        "http://a.example.org, false",
        "https://a.example.org:8443, false",
        "https://aexample.org, false",
        "https://a.example.org.evil.example, false",
        "https://evil.example/.example.org, false",
        "https://evil.example#.example.org, false",
        "https://evil.example:443/x.example.org, false",
        "https://user@a.example.org, false",
        "https://*.example.org, false"
    })
    void starStandsForNamesBelow(String origin, boolean allowed) {
        assertThat(Origins.of("https://*.example.org")
                        .allow(request(Headers.of("Host", "api.example", "Origin", origin)), false))
                .isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://*",
                "https://*.",
                "https://a.*.example.org",
                "https://*example.org",
                "*://example.org",
                "https://*.example.org/",
                "https://example.org:*",
                "*.example.org",
                "*"
            })
    void starAnywhereElseIsRefused(String pattern) {
        assertThatThrownBy(() -> Origins.of(pattern)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Request request(Headers headers) {
        return new Request(
                "GET",
                "/",
                "",
                headers,
                new InetSocketAddress("127.0.0.1", 1),
                false,
                Optional.empty(),
                List.of(),
                Optional.empty());
    }
}
