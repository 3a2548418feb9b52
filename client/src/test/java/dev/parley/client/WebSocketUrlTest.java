package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WebSocketUrlTest {
    // RFC 6455 §4.1: "The 'Request-URI' part of the request MUST match the /resource name/".
    @ParameterizedTest
    @CsvSource({
        "ws://example.org, ws://example.org/, example.org, 80, /",
        "wss://example.org/x, wss://example.org/x, example.org, 443, /x",
        "http://example.org:81/x?y=z, ws://example.org:81/x?y=z, example.org, 81, /x?y=z",
        "HTTPS://EXAMPLE.org:443/, wss://example.org/, example.org, 443, /",
        "ws://example.org:80/a b?ü, ws://example.org/a%20b?%C3%BC, example.org, 80, /a%20b?%C3%BC",
        "ws://[::1]:8080/, ws://[::1]:8080/, ::1, 8080, /",
        "ws://under_score.example/, ws://under_score.example/, under_score.example, 80, /",
        "ws://bücher.example/, ws://xn--bcher-kva.example/, xn--bcher-kva.example, 80, /",
        "ws://example.org/a/../b, ws://example.org/b, example.org, 80, /b",
        "ws://example.org?q, ws://example.org/?q, example.org, 80, /?q",
        "' ws://example.org/ ', ws://example.org/, example.org, 80, /",
        "'ws://example.org/a|b\"c', ws://example.org/a|b%22c, example.org, 80, /a|b%22c",
        "ws://example.org/a//b, ws://example.org/a//b, example.org, 80, /a//b",
        "ws://example.org/../a/%2E%2e/b/., ws://example.org/b/, example.org, 80, /b/",
        "ws://example.org/?q=100%, ws://example.org/?q=100%, example.org, 80, /?q=100%",
        "ws://example.org/[x]?[y]='?', ws://example.org/[x]?[y]=%27?%27, example.org, 80, /[x]?[y]=%27?%27",
        "ws:example.org\\a, ws://example.org/a, example.org, 80, /a",
        "ws:///example.org, ws://example.org/, example.org, 80, /"
    })
    void isTakenApart(String url, String href, String host, int port, String target) {
        WebSocketUrl parsed = WebSocketUrl.parse(url);
        assertThat(parsed.href()).isEqualTo(href);
        assertThat(parsed.host()).isEqualTo(host);
        assertThat(parsed.port()).isEqualTo(port);
        assertThat(parsed.requestTarget()).isEqualTo(target);
    }

    // RFC 6455 §11.1.1, §11.1.2: "Characters in the host component that are excluded by the syntax defined above MUST
    // be converted from Unicode to ASCII"
    // RFC 6455 §11.1.1, §11.1.2: "Characters in other components that are excluded by the syntax defined above MUST be
    // converted from Unicode to ASCII by first encoding the characters as UTF-8 and then replacing the corresponding
    // bytes using their percent-encoded form"
    @ParameterizedTest
    @ValueSource(strings = {"ws", "wss"})
    void whatAUriCannotHaveIsConverted(String scheme) {
        WebSocketUrl url = WebSocketUrl.parse(scheme + "://bücher.example/grüße 世?ü=\uD83D\uDC4B");
        assertThat(url.href())
                .isEqualTo(scheme + "://xn--bcher-kva.example/gr%C3%BC%C3%9Fe%20%E4%B8%96?%C3%BC=%F0%9F%91%8B");
        assertThat(url.authority()).isEqualTo("xn--bcher-kva.example");
    }

    // RFC 6455 §3: "the character '#', when not indicating the start of a fragment, MUST be escaped as %23".
    @Test
    void anEscapedNumberSignIsNoFragment() {
        assertThat(WebSocketUrl.parse("ws://example.org/a%23b?c%23d").requestTarget())
                .isEqualTo("/a%23b?c%23d");
    }

    // RFC 6455 §4.1: "The request MUST contain a |Host| header field whose value contains /host/ plus optionally ':'
    // followed by /port/".
    @Test
    void theHostHeaderHasThePortIfItIsNotTheSchemesOwn() {
        assertThat(WebSocketUrl.parse("ws://[::1]:8080/").authority()).isEqualTo("[::1]:8080");
        assertThat(WebSocketUrl.parse("wss://example.org:443/").authority()).isEqualTo("example.org");
        assertThat(WebSocketUrl.parse("wss://example.org:80/").origin()).isEqualTo("wss://example.org:80");
    }

    @Test
    void credentialsBecomeBasicAuthenticationAndAreNotForLogs() {
        WebSocketUrl url = WebSocketUrl.parse("ws://ada:se%3Acret@example.org:81/x");
        assertThat(url.href()).isEqualTo("ws://ada:se%3Acret@example.org:81/x");
        assertThat(url.host()).isEqualTo("example.org");
        assertThat(url.authorization()).contains("Basic YWRhOnNlOmNyZXQ=");
        assertThat(url.printable()).isEqualTo("ws://example.org:81/x");
        assertThat(WebSocketUrl.parse("ws://example.org/").authorization()).isEmpty();
    }

    // RFC 6455 §3: fragments "MUST NOT be used on these URIs".
    // RFC 6455 §4.1: they "MUST be valid according to the specification of WebSocket URIs" and "If any of the
    // components are invalid, the client MUST _Fail the WebSocket Connection_ and abort these steps."
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/relative",
                "example.org",
                "ftp://example.org/",
                "mailto:ada@example.org",
                "ws://example.org/#fragment",
                "ws://example.org/#",
                "ws://",
                "ws://example.org:65536/",
                "ws://example.org:12x/",
                "ws://example.org:-1/",
                "ws://:80/",
                "ws://exa%00mple/"
            })
    void whatCannotBeTheUrlOfAWebSocketIsASyntaxError(String url) {
        assertThatThrownBy(() -> WebSocketUrl.parse(url))
                .isInstanceOfSatisfying(
                        DOMException.class, e -> assertThat(e.name()).isEqualTo("SyntaxError"));
    }
}
