package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.WebSocket;
import dev.parley.client.WebSocketOptions;
import dev.parley.net.Tls;
import dev.parley.server.Peer;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.server.TlsIdentity;
import dev.parley.server.WebSocketHandler;
import io.netty.util.internal.PlatformDependent;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** wss with real certificates, made by the JDK's keytool; by BoringSSL, whose jar is there, but where it is switched off. */
final class TlsTest {
    @TempDir
    private Path directory;

    // RFC 6455 §10.6: "WebSocket implementations MUST support TLS".
    // RFC 6455 §4.2.2: "all further communication for the connection (including the server's handshake) MUST run
    // through the encrypted tunnel".
    // RFC 6455 §4.1: "the client MUST perform a TLS handshake over the connection", and "all further communication on
    // this channel MUST run through the encrypted tunnel".
    @ParameterizedTest
    @ValueSource(strings = {"BoringSSL", "JDK"})
    void aTrustedCertificateOfTheRightHostIsAccepted(String provider) throws Exception {
        try (ServeProcess server = serveAs("localhost", "dns:localhost,ip:127.0.0.1", provider)) {
            assertThat(server.awaitError("TLS by")).endsWith(", TLS by " + provider);
            for (String host : List.of("localhost", "127.0.0.1")) {
                RecordingSocket socket = new RecordingSocket(
                                "wss://" + host + ":" + server.port() + "/echo", trusting("localhost"))
                        .awaitOpen();
                socket.webSocket.send("x".repeat(100_000));
                assertThat(socket.awaitMessage()).isEqualTo("x".repeat(100_000));
                socket.webSocket.close(1000, "bye");
                assertThat(socket.awaitClose().wasClean()).isTrue();
            }
        }
    }

    // RFC 6455 §4.1: "If this fails (e.g., the server's certificate could not be verified), then the client MUST _Fail
    // the WebSocket Connection_ and abort the connection."
    @Test
    void anUntrustedCertificateIsRefused() throws Exception {
        try (ServeProcess server = serveAs("localhost", "dns:localhost")) {
            RecordingSocket socket = new RecordingSocket("wss://localhost:" + server.port() + "/echo");
            assertThat(socket.awaitClose().code()).isEqualTo(1006);
            assertThat(socket.awaitError().message()).contains("TLS");
        }
    }

    @Test
    void aCertificateOfAnotherHostIsRefused() throws Exception {
        try (ServeProcess server = serveAs("other", "dns:other.example")) {
            RecordingSocket socket =
                    new RecordingSocket("wss://localhost:" + server.port() + "/echo", trusting("other"));
            assertThat(socket.awaitClose().code()).isEqualTo(1006);
            assertThat(socket.awaitError().message()).contains("TLS", "localhost");
        }
    }

    // RFC 6455 §4.1: "Clients MUST use the Server Name Indication extension in the TLS handshake".
    @Test
    void theServerIsToldTheNameThatIsAskedFor() throws Exception {
        // A virtual machine of its own, since where a name leads is decided once for each.
        Path hosts = Files.writeString(directory.resolve("hosts"), "127.0.0.1 server.example\n");
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listener.setSoTimeout(20_000);
            Process client = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Djdk.net.hosts.file=" + hosts,
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            Connect.class.getName(),
                            "wss://server.example:" + listener.getLocalPort() + "/")
                    .redirectErrorStream(true)
                    .start();
            try (Socket accepted = listener.accept()) {
                accepted.setSoTimeout(20_000);
                StringBuilder hello = new StringBuilder();
                while (hello.indexOf("server.example") < 0) {
                    int b = accepted.getInputStream().read();
                    assertThat(b)
                            .as("the end came before the name did: %s", hello)
                            .isNotNegative();
                    hello.append((char) b);
                }
            } finally {
                client.destroyForcibly();
            }
        }
    }

    /** A program that connects. */
    static final class Connect {
        private Connect() {}

        public static void main(String[] arguments) {
            new WebSocket(arguments[0]);
        }
    }

    @Test
    void bothEndsUseBoringSslWhereItsJarIs() throws Exception {
        assertThat(Tls.provider()).isEqualTo("BoringSSL");
        makeIdentity("localhost", "dns:localhost");
        TlsIdentity identity =
                TlsIdentity.fromPem(directory.resolve("localhost.pem"), directory.resolve("localhost.key"));
        Routes routes = Routes.NONE.webSocket("/", new WebSocketHandler() {
            @Override
            public void onText(Peer peer, String text) {
                peer.send(text);
            }
        });
        try (Server server = Server.start(ServerOptions.DEFAULT.withPort(0).withTls(identity), routes)) {
            String url = "wss://localhost:" + server.address().getPort() + "/";
            RecordingSocket socket = new RecordingSocket(url, trusting("localhost")).awaitOpen();
            socket.webSocket.send("x".repeat(60_000));
            assertThat(socket.awaitMessage()).isEqualTo("x".repeat(60_000));
            socket.webSocket.close(1000);
            assertThat(socket.awaitClose().wasClean()).isTrue();
        }
    }

    @Test
    void aKeyOfAnotherCertificateIsRefusedAtTheStart() throws Exception {
        makeIdentity("one", "dns:localhost");
        makeIdentity("other", "dns:localhost");
        try (ServeProcess refused = ServeProcess.run(
                "serve",
                "--port",
                "0",
                "--tls-cert",
                directory.resolve("one.pem").toString(),
                "--tls-key",
                directory.resolve("other.key").toString())) {
            assertThat(refused.awaitExit()).isEqualTo(2);
            assertThat(refused.standardError()).hasSize(1).first().asString().contains("other.key", "one.pem");
        }
    }

    /** The length that a ClientHello claims, up to 16 MiB, is reserved by some before it arrives. */
    @Test
    void aLongClientHelloThatDoesNotComeReservesNothing() throws Exception {
        makeIdentity("localhost", "dns:localhost");
        TlsIdentity identity =
                TlsIdentity.fromPem(directory.resolve("localhost.pem"), directory.resolve("localhost.key"));
        byte[] hello = {0x16, 3, 1, 0x3F, (byte) 0xFF, 1, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF};
        try (Server server = Server.start(ServerOptions.DEFAULT.withPort(0).withTls(identity), Routes.NONE)) {
            List<RawClient> clients = new ArrayList<>();
            long before = PlatformDependent.usedDirectMemory();
            for (int i = 0; i < 100; i++) {
                RawClient client = new RawClient(server.address().getPort());
                client.send(hello);
                clients.add(client);
            }
            Thread.sleep(200);
            assertThat(PlatformDependent.usedDirectMemory() - before).isLessThan(32 << 20);
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void wsToAServerThatSpeaksWssFailsAndSoDoesTheReverse() throws Exception {
        try (ServeProcess secure = ServeProcess.serve("--tls-self-signed");
                ServeProcess plain = ServeProcess.serve()) {
            RecordingSocket plainToSecure = new RecordingSocket(secure.address("ws", "/echo"));
            assertThat(plainToSecure.awaitClose().code()).isEqualTo(1006);
            assertThat(plainToSecure.awaitError().message()).contains("does it expect wss?");
            RecordingSocket secureToPlain = new RecordingSocket(plain.address("wss", "/echo"));
            assertThat(secureToPlain.awaitClose().code()).isEqualTo(1006);
            assertThat(secureToPlain.awaitError().message()).contains("does it expect ws?");
        }
    }

    private ServeProcess serveAs(String name, String alternativeNames) throws Exception {
        return serveAs(name, alternativeNames, "BoringSSL");
    }

    /** Serves with a certificate and a key from PEM files, as made by common tools. */
    private ServeProcess serveAs(String name, String alternativeNames, String provider) throws Exception {
        makeIdentity(name, alternativeNames);
        return ServeProcess.serveIn(
                List.of("-Dio.netty.handler.ssl.noOpenSsl=" + provider.equals("JDK")),
                "--tls-cert",
                directory.resolve(name + ".pem").toString(),
                "--tls-key",
                directory.resolve(name + ".key").toString());
    }

    private void makeIdentity(String name, String alternativeNames) throws Exception {
        Pem.makeIdentity(directory, name, alternativeNames);
    }

    private WebSocketOptions trusting(String name) throws Exception {
        try (InputStream in = Files.newInputStream(directory.resolve(name + ".pem"))) {
            X509Certificate certificate =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            return WebSocketOptions.DEFAULT.withTrusted(List.of(certificate));
        }
    }
}
