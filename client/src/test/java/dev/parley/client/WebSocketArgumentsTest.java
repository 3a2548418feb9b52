package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.engine.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the constructor and {@code close} refuse, before anything happens. */
final class WebSocketArgumentsTest {
    /** A port on which nobody listens; connecting fails later, which is not the matter here. */
    private static final String URL = "ws://127.0.0.1:1/";

    // RFC 6455 §4.1: they "MUST be non-empty strings with characters in the range U+0021 to U+007E not including
    // separator characters".
    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a,b", "a;b", "ü", "a\u0000", "(x)"})
    void aSubprotocolThatIsNoTokenIsASyntaxError(String protocol) {
        assertError("SyntaxError", () -> new WebSocket(URL, protocol));
    }

    // RFC 6455 §4.1: they "MUST all be unique strings".
    @Test
    void aSubprotocolThatIsThereTwiceIsASyntaxError() {
        assertError("SyntaxError", () -> new WebSocket(URL, "a", "b", "a"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1001, 1005, 1006, 1011, 2999, 5000, 65_536, -1})
    void aCloseCodeOfThoseReservedIsAnInvalidAccessError(int code) {
        WebSocket socket = new WebSocket(URL);
        assertError("InvalidAccessError", () -> socket.close(code));
        socket.close();
    }

    @Test
    void aCloseReasonOver123BytesIsASyntaxError() {
        WebSocket socket = new WebSocket(URL);
        assertError("SyntaxError", () -> socket.close(1000, "x".repeat(124)));
        assertError("SyntaxError", () -> socket.close(1000, "ü".repeat(62)));
        socket.close(3000, "ü".repeat(61) + "x");
        assertThat(socket.readyState()).isGreaterThanOrEqualTo(WebSocket.CLOSING);
    }

    // RFC 6455 §11.3.5: "the |Sec-WebSocket-Version| header field MUST NOT appear more than once in an HTTP request."
    // RFC 6455 §11.3.1: "The |Sec-WebSocket-Key| header field MUST NOT appear more than once in an HTTP request."
    @ParameterizedTest
    @ValueSource(strings = {"Host", "connection", "Sec-WebSocket-Key", "sec-websocket-protocol"})
    void aHeaderOfTheHandshakeItselfIsRefused(String name) {
        assertThatThrownBy(() -> WebSocketOptions.DEFAULT.withHeaders(Headers.of(name, "x")))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .containsIgnoringCase(name);
    }

    @Test
    void aHeaderThatCouldBeginAnotherLineIsRefused() {
        assertThatThrownBy(() -> Headers.of("X-A", "b\r\nX-C: d")).isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertError(String name, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        DOMException.class, e -> assertThat(e.name()).isEqualTo(name));
    }
}
