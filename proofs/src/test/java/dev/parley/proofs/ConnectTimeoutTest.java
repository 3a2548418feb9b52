package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.Proxies;
import dev.parley.client.WebSocketOptions;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wherever it gets stuck, connecting has one deadline, and it is said where. */
final class ConnectTimeoutTest {
    private static final WebSocketOptions OPTIONS =
            WebSocketOptions.DEFAULT.withConnectTimeout(Duration.ofMillis(700)).withConnectInTurn(false);

    @ParameterizedTest
    @CsvSource({
        "ws, NONE, still waiting for the answer to the opening handshake",
        "wss, NONE, still making the TLS handshake",
        "ws, HTTP, still asking the proxy",
        "wss, SOCKS5, still asking the proxy"
    })
    void aServerOrProxyThatAcceptsAndSaysNothing(String scheme, String proxy, String stage) throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            int port = silent.getLocalPort();
            Proxies proxies = proxy.equals("HTTP")
                    ? Proxies.http("127.0.0.1", port)
                    : proxy.equals("SOCKS5") ? Proxies.socks5("127.0.0.1", port) : Proxies.NONE;
            assertThat(failure(scheme + "://127.0.0.1:" + port + "/", OPTIONS.withProxies(proxies)))
                    .contains("no connection within", stage);
        }
    }

    @Test
    void anAddressWhereNobodyAnswers() throws Exception {
        List<SocketChannel> fillers = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 8; i++) {
                SocketChannel filler = SocketChannel.open();
                fillers.add(filler);
                filler.configureBlocking(false);
                filler.connect(full.getLocalSocketAddress());
            }
            Thread.sleep(100);
            assertThat(failure("ws://127.0.0.1:" + full.getLocalPort() + "/", OPTIONS))
                    .contains("no connection within", "still asking 127.0.0.1 for a TCP connection");
        } finally {
            for (SocketChannel filler : fillers) {
                filler.close();
            }
        }
    }

    private static String failure(String url, WebSocketOptions options) throws Exception {
        RecordingSocket socket = new RecordingSocket(url, options);
        assertThat(socket.awaitClose().code()).isEqualTo(1006);
        return socket.awaitError().message();
    }
}
