package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which redirects are followed, and who is told secrets then. */
final class RedirectsTest {
    private static final Redirects START = Redirects.none(WebSocketUrl.parse("wss://user:hush@example.org/a/b?c"));

    @ParameterizedTest
    @CsvSource({
        "/x, wss://user:hush@example.org/x, false",
        "x?y, wss://user:hush@example.org/a/x?y, false",
        "https://example.org:443/x, wss://example.org/x, false",
        "wss://example.org/x, wss://example.org/x, false",
        "https://example.org:8443/x, wss://example.org:8443/x, true",
        "//other.example/x, wss://other.example/x, true",
        "https://sub.example.org/, wss://sub.example.org/, true"
    })
    void redirectsLeadThere(String location, String url, boolean isStranger) throws Exception {
        Redirects next = START.to(location, 5);
        assertThat(next.at().href()).isEqualTo(url);
        assertThat(next.isStranger()).isEqualTo(isStranger);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.org/x",
                "ws://example.org/",
                "ftp://example.org/",
                "https://example.org/#part",
                "https://someone:else@example.org/",
                "https://user:hush@other.example/",
                "https://example.org:25/",
                "https:// example.org/",
                "mailto:someone@example.org"
            })
    void othersAreRefused(String location) {
        assertThatThrownBy(() -> START.to(location, 5)).isInstanceOf(Redirects.RefusedException.class);
    }

    @Test
    void whoWasAStrangerOnceStaysOne() throws Exception {
        Redirects back = START.to("wss://other.example/", 5).to("wss://example.org/a", 5);
        assertThat(back.isStranger()).isTrue();
    }

    @Test
    void theyHaveAnEnd() throws Exception {
        Redirects twice = START.to("/1", 2).to("/2", 2);
        assertThatThrownBy(() -> twice.to("/3", 2)).hasMessageContaining("more than 2 redirects");
    }

    @Test
    void strangersAreToldNoSecret() throws Exception {
        WebSocketOptions options = WebSocketOptions.DEFAULT
                .withHeader("X-Api-Key", "hush")
                .withHeader("Cookie", "session=hush")
                .withHeader("User-Agent", "test")
                .withAuthorization(Authorization.bearer("hush"));
        HandshakeFields fields = new HandshakeFields(options);
        WebSocketUrl url = WebSocketUrl.parse("wss://other.example/");
        assertThat(fields.request(url, false))
                .filteredOn(field -> field.value().contains("hush"))
                .hasSize(3);
        assertThat(fields.request(url, true)).extracting(Object::toString).noneMatch(field -> field.contains("hush"));
        assertThat(fields.request(url, true).first("User-Agent")).contains("test");
    }
}
