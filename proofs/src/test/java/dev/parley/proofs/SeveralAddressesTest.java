package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.Server;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A name with two addresses of loopback, of which one never answers, in a virtual machine with names of its own. */
final class SeveralAddressesTest {
    @TempDir
    private Path directory;

    @Test
    void theOneThatAnswersIsConnectedToInTime() throws Exception {
        Path hosts = Files.writeString(
                directory.resolve("hosts"), "127.0.0.2 both.example\n127.0.0.1 both.example\n127.0.0.2 dead.example\n");
        List<SocketChannel> fillers = new ArrayList<>();
        try (Server server = EchoServer.start();
                ServerSocket full =
                        new ServerSocket(server.address().getPort(), 1, InetAddress.getByName("127.0.0.2"))) {
            for (int i = 0; i < 8; i++) {
                SocketChannel filler = SocketChannel.open();
                fillers.add(filler);
                filler.configureBlocking(false);
                filler.connect(new InetSocketAddress("127.0.0.2", full.getLocalPort()));
            }
            Thread.sleep(100);
            // The second one is the control.
            assertThat(ClientProgram.run(
                            List.of("-Djdk.net.hosts.file=" + hosts, "-DtimeoutMillis=3000"),
                            EchoServer.url(server, "ws", "both.example"),
                            EchoServer.url(server, "ws", "dead.example")))
                    .satisfiesExactly(
                            both -> assertThat(both).isEqualTo("open"),
                            dead -> assertThat(dead)
                                    .contains(
                                            "no connection within", "still asking dead.example for a TCP connection"));
        } finally {
            for (SocketChannel filler : fillers) {
                filler.close();
            }
        }
    }
}
