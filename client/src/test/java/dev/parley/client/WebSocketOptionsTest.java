package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.engine.Headers;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What options refuse, and what they keep to themselves. */
final class WebSocketOptionsTest {
    private static final WebSocketOptions OPTIONS = WebSocketOptions.DEFAULT;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host",
                "connection",
                "UPGRADE",
                "Content-Length",
                "Transfer-Encoding",
                "Sec-WebSocket-Key",
                "sec-websocket-extensions",
                "Proxy-Authorization"
            })
    void headersOfTheHandshakeAreRefused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> OPTIONS.withHeader(name, "x"));
    }

    @Test
    void headersThatWouldBeginAnotherLineAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> OPTIONS.withHeader("X-Key", "a\r\nHost: b"));
        assertThatIllegalArgumentException().isThrownBy(() -> OPTIONS.withHeader("X Key", "a"));
    }

    @Test
    void whatIsThereTwiceIsRefused() {
        Authorization bearer = Authorization.bearer("abc");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OPTIONS.withHeader("authorization", "x").withAuthorization(bearer));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OPTIONS.withHeader("origin", "https://a").withOrigin("https://a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.org", "https://example.org/", "https://", "https://a b", "https://u@a", "", "*"})
    void whatIsNoOriginIsRefused(String origin) {
        assertThatIllegalArgumentException().isThrownBy(() -> OPTIONS.withOrigin(origin));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://example.org", "http://localhost:8080", "http://[::1]:80", "null", "app://parley"})
    void originsAreTaken(String origin) {
        assertThat(OPTIONS.withOrigin(origin).origin()).contains(origin);
    }

    @Test
    void valuesOutOfTheirRangeAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> OPTIONS.withMaxRedirects(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> OPTIONS.withMaxConnecting(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> OPTIONS.withMaxRedirects(21));
        assertThatIllegalArgumentException().isThrownBy(() -> OPTIONS.withConnectTimeout(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> OPTIONS.withTlsVersions(Set.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> OPTIONS.withMaxBufferedAmount(0));
        assertThatIllegalArgumentException().isThrownBy(() -> OPTIONS.withMaxWaitingMessages(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> new KeepAlive(Duration.ZERO, Duration.ofSeconds(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> Proxies.http("", 80));
        assertThatIllegalArgumentException().isThrownBy(() -> Proxies.socks5("proxy", 0));
    }

    @Test
    void credentialsThatCannotBeSentAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Authorization.basic("us:er", "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> Authorization.basic("user", "x\n"));
        assertThatIllegalArgumentException().isThrownBy(() -> Authorization.bearer("two words"));
        assertThatIllegalArgumentException().isThrownBy(() -> Authorization.bearer(""));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Proxies.socks5("proxy", 1080).withCredentials("u", "é".repeat(128)));
    }

    // RFC 7617 §2.1: the example of a password beyond ASCII, in UTF-8.
    @Test
    void basicCredentialsAreInUtf8() {
        assertThat(Authorization.basic("test", "123£").headerValue()).isEqualTo("Basic dGVzdDoxMjPCow==");
    }

    @Test
    void noSecretIsPrinted() {
        WebSocketOptions options = OPTIONS.withHeaders(Headers.of("X-Api-Key", "hush1"))
                .withAuthorization(Authorization.basic("someone", "hush2"))
                .withProxies(Proxies.http("proxy.example", 8080).withCredentials("someone", "hush3"));
        assertThat(options.toString())
                .contains("X-Api-Key", "Basic", "proxy.example")
                .doesNotContain(
                        "hush", "someone", options.authorization().orElseThrow().headerValue());
        assertThat(Authorization.bearer("hush").toString()).doesNotContain("hush");
    }
}
