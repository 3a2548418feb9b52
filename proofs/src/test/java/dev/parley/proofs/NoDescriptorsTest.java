package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.engine.Opcode;
import dev.parley.server.Peer;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.server.WebSocketHandler;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server whose options allow more connections than the system gives it descriptors for: it waits, and does not spin. */
final class NoDescriptorsTest {
    /** The virtual machine itself takes one for each library on the class path of the tests. */
    private static final int DESCRIPTORS = 700;

    @ParameterizedTest
    @ValueSource(strings = {"auto", "nio"})
    void withoutDescriptorsItDoesNotSpinAndRecovers(String transport) throws Exception {
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -n " + DESCRIPTORS + "; exec \"$@\"",
                        "sh",
                        java(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        NoDescriptorsTest.class.getName(),
                        transport)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<Socket> clients = new ArrayList<>();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            int port = Integer.parseInt(out.readLine());
            RawClient held = RawClient.open(port, "/");
            for (int i = 0; i < DESCRIPTORS; i++) {
                clients.add(new Socket(InetAddress.getLoopbackAddress(), port)); // the kernel accepts for it
            }
            held.send(RawClient.text("served"));
            assertThat(held.readFrame().text()).isEqualTo("served");
            Thread.sleep(300);
            Duration before = cpu(process);
            Thread.sleep(2_000);
            assertThat(cpu(process).minus(before))
                    .as("processor time in two seconds")
                    .isLessThan(Duration.ofSeconds(1));
            for (Socket client : clients) {
                client.close();
            }
            try (RawClient late = RawClient.open(port, "/")) {
                late.send(RawClient.text("late"));
                assertThat(late.readFrame().text()).isEqualTo("late");
            }
            held.close();
        } finally {
            process.destroyForcibly();
            for (Socket client : clients) {
                client.close();
            }
        }
    }

    private static Duration cpu(Process process) {
        return process.info().totalCpuDuration().orElseThrow();
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** The server, which ends at the latest with the test. */
    public static void main(String[] arguments) throws Exception {
        Routes echo = Routes.NONE.webSocket("/", new WebSocketHandler() {
            @Override
            public void onMessage(Peer peer, Opcode kind, ByteBuffer payload) {
                peer.send(kind, payload);
            }
        });
        ServerOptions options = ServerOptions.DEFAULT
                .withPort(0)
                .withTransport(arguments[0])
                .withThreads(1)
                .withMaxConnections(100_000);
        Server server = Server.start(options, echo);
        System.out.println(server.address().getPort());
        Thread watching = new Thread(() -> {
            try {
                System.in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                // It is gone all the same.
            }
            Runtime.getRuntime().halt(0);
        });
        watching.setDaemon(true);
        watching.start();
    }
}
