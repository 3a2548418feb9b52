package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.WebSocket;
import dev.parley.engine.WebSocketEngine;
import dev.parley.server.Peer;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Data is passed as data: a number given by mistake, or by a stranger's JSON, must not become that many bytes of memory. */
final class DataArgumentsTest {
    @ParameterizedTest
    @ValueSource(classes = {WebSocket.class, WebSocketEngine.class, Peer.class})
    void noMethodThatSendsTakesANumberForData(Class<?> type) {
        List<Method> senders = Arrays.stream(type.getMethods())
                .filter(method -> List.of("send", "ping").contains(method.getName()))
                .toList();
        assertThat(senders).isNotEmpty();
        assertThat(senders)
                .noneMatch(method -> Arrays.stream(method.getParameterTypes())
                        .anyMatch(parameter -> parameter.isPrimitive()
                                || parameter == Object.class
                                || Number.class.isAssignableFrom(parameter)));
    }
}
