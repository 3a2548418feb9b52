package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A handler throws: the exception is its caller's, and the connection can still be closed with 1011. */
final class HandlerBugTest {
    @ParameterizedTest
    @EnumSource(Role.class)
    void exceptionOfAHandlerReachesTheCaller(Role role) {
        Endpoint endpoint = Endpoint.of(role);
        endpoint.whenever("got", HandlerBugTest::fail);
        assertThatThrownBy(() -> endpoint.feed(endpoint.wire().text("x"))).hasMessage("a bug");
        assertThat(endpoint.state()).isEqualTo(ReadyState.OPEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "", "ping", "empty ping", "pieces"})
    void afterABugInAHandlerTheClosingHandshakeStillWorks(String where) {
        for (Role role : Role.values()) {
            Endpoint endpoint = Endpoint.of(role);
            AtomicBoolean thrown = new AtomicBoolean();
            endpoint.whenever("got", () -> {
                if (thrown.compareAndSet(false, true)) {
                    fail();
                }
            });
            Wire wire = endpoint.wire();
            switch (where) {
                case "ping" -> wire.ping("x");
                case "empty ping" -> wire.ping("");
                case "pieces" -> wire.frame(Wire.BINARY, "1").frame(Wire.FIN, "2");
                default -> wire.text(where);
            }
            assertThatThrownBy(() -> endpoint.feed(wire)).hasMessage("a bug");
            assertThat(endpoint.close(1011, "bug")).isTrue();
            endpoint.feed(endpoint.wire().close(1011, "bug"));
            endpoint.engine().receiveEnd();
            assertThat(endpoint.log()).endsWith("sent CLOSE 1011 bug", "finish", "end Clean 1011 bug");
        }
    }

    private static void fail() {
        throw new IllegalStateException("a bug");
    }
}
