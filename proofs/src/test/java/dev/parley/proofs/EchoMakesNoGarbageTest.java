package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.parley.engine.Opcode;
import dev.parley.server.Peer;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.server.WebSocketHandler;
import io.netty.channel.epoll.Epoll;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A server on epoll that sends back what it got allocates nothing for a message, from the socket through the application and back to the
 * socket: what its event loop allocates is counted by the JVM itself.
 */
@Isolated // it counts what one thread allocates, which must be found first
final class EchoMakesNoGarbageTest {
    private static final int MESSAGES = 20_000;
    /** A byte for each is still none for each: no object is as small, and the JVM counts what it compiles and resizes, too. */
    private static final int MOST_BYTES = MESSAGES;

    private static final String TEXT = "Hello";

    private static final WebSocketHandler ECHO = new WebSocketHandler() {
        @Override
        public void onMessage(Peer peer, Opcode kind, ByteBuffer payload) {
            peer.send(kind, payload);
        }
    };

    private static final WebSocketHandler WANTS_STRINGS = new WebSocketHandler() {
        private static final ByteBuffer ANSWER = ByteBuffer.allocateDirect(4);

        @Override
        public void onText(Peer peer, String text) {
            peer.send(Opcode.TEXT, ANSWER);
        }
    };

    @ParameterizedTest
    @CsvSource({"130, 20, 1", "130, 20, 32", "129, 60, 32", "130, 4000, 4", "130, 60000, 1"})
    void nothingIsAllocatedForAMessage(int first, int length, int inFlight) throws Exception {
        assertThat(allocated(ECHO, first, new byte[length], inFlight)).isLessThanOrEqualTo(MOST_BYTES);
    }

    /** A control: the counter counts. There are the String that the handler asks for, its array, and the array that it is made from. */
    @Test
    void handlerThatAsksForAStringCostsTheString() throws Exception {
        long arrays = 2 * 24;
        long string = 24;
        assertThat(allocated(WANTS_STRINGS, 0x81, TEXT.getBytes(StandardCharsets.UTF_8), 32))
                .isBetween(MESSAGES * string, MESSAGES * (string + arrays) + MOST_BYTES);
    }

    private static long allocated(WebSocketHandler handler, int first, byte[] payload, int inFlight) throws Exception {
        assertThat(Epoll.isAvailable()).as("a Linux that has epoll").isTrue();
        try (Server server = Server.start(
                        ServerOptions.DEFAULT.withPort(0).withThreads(1), Routes.NONE.webSocket("/", handler));
                RawClient client = RawClient.open(server.address().getPort(), "/")) {
            byte[] frames = frames(first, payload, inFlight);
            long loop = loopThread();
            ThreadMXBean counter = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            exchange(client, frames, inFlight);
            long before = counter.getThreadAllocatedBytes(loop);
            exchange(client, frames, inFlight);
            return counter.getThreadAllocatedBytes(loop) - before;
        }
    }

    private static void exchange(RawClient client, byte[] frames, int inFlight) throws Exception {
        for (int sent = 0; sent < MESSAGES; sent += inFlight) {
            client.send(frames);
            for (int i = 0; i < inFlight; i++) {
                client.readFrame();
            }
        }
    }

    private static byte[] frames(int first, byte[] payload, int count) {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            frames.writeBytes(RawClient.frame(first, payload));
        }
        return frames.toByteArray();
    }

    private static long loopThread() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("parley-server"))
                .map(Thread::getId)
                .max(Long::compare)
                .orElseThrow();
    }
}
