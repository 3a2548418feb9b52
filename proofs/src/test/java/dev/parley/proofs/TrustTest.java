package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.ClientIdentity;
import dev.parley.client.TlsVersion;
import dev.parley.client.WebSocketOptions;
import dev.parley.server.Server;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that are not to be trusted are not, and it is said why; with real certificates, and TLS by BoringSSL and by the JDK. */
final class TrustTest {
    @TempDir
    private static Path directory;

    private static Pki pki;
    private static final List<AutoCloseable> SERVERS = new ArrayList<>();
    /** URLs of servers to what the client must say of them. */
    private static final Map<String, String> VERDICTS = new LinkedHashMap<>();

    @BeforeAll
    static void startServers() throws Exception {
        pki = new Pki(directory)
                .authority("authority")
                .host("right", "authority", "DNS:localhost,IP:127.0.0.1")
                .host("other", "authority", "DNS:other.example,DNS:*.sub.example")
                .expired("expired", "authority", "DNS:localhost")
                .selfSigned("self", "DNS:localhost")
                .authority("stranger")
                .host("strange", "stranger", "DNS:localhost")
                .intermediate("between", "authority")
                .host("below", "between", "DNS:localhost")
                .host("me", "authority", "DNS:me.example")
                .host("notMe", "stranger", "DNS:me.example");
        // The control: what is right is trusted, on the way through an intermediate, too.
        serve("open", "right");
        serve("open", "below", "between");
        serve("the certificate is for other.example, *.sub.example, not for localhost", "other");
        serve("the certificate expired on 20", "expired");
        serve("the certificate is self-signed and not among those that are trusted", "self");
        serve(
                "no trusted certificate has issued the server's: the chain that it sends ends with issuer CN=stranger",
                "strange");
        serve("no trusted certificate has issued", "strange", "stranger");
        serve("has no other certificate in it, which may be the server's mistake", "below");
        // Those that our server refuses to be.
        serveByOpenSsl("no trusted certificate has issued", "below", "-cert_chain", pki.certificate("stranger"));
        serveByOpenSsl(
                "the server speaks no version of TLS that is allowed here (TLSv1.3, TLSv1.2)",
                "right",
                "-tls1_1",
                "-cipher",
                "ALL:@SECLEVEL=0");
    }

    private static void serveByOpenSsl(String verdict, String name, String... more) throws Exception {
        OpenSslServer server = new OpenSslServer(pki, name, more);
        SERVERS.add(server);
        VERDICTS.put("wss://localhost:" + server.port() + "/", verdict);
    }

    private static void serve(String verdict, String name, String... chain) throws Exception {
        Server server = EchoServer.start(pki.server(name, chain));
        SERVERS.add(server);
        VERDICTS.put(EchoServer.url(server, "wss", "localhost"), verdict);
    }

    @AfterAll
    static void stopServers() throws Exception {
        for (AutoCloseable server : SERVERS) {
            server.close();
        }
    }

    @Test
    void byBoringSsl() throws Exception {
        for (Map.Entry<String, String> expected : VERDICTS.entrySet()) {
            assertThat(said(expected.getKey(), pki.trusting("authority"))).contains(expected.getValue());
        }
    }

    @Test
    void byTheJdk() throws Exception {
        List<String> said = ClientProgram.run(
                List.of("-Dio.netty.handler.ssl.noOpenSsl=true", "-Dtrusted=" + pki.certificate("authority")),
                VERDICTS.keySet().toArray(String[]::new));
        List<String> expected = List.copyOf(VERDICTS.values());
        assertThat(said).hasSameSizeAs(expected);
        for (int i = 0; i < said.size(); i++) {
            assertThat(said.get(i)).contains(expected.get(i));
        }
    }

    /** The platform asks nothing else of a certificate that is trusted itself. */
    @Test
    void evenATrustedCertificateExpires() throws Exception {
        String expired = List.copyOf(VERDICTS.keySet()).get(3);
        assertThat(said(expired, pki.trusting("expired"))).contains("the certificate expired on 20");
        String self = List.copyOf(VERDICTS.keySet()).get(4);
        assertThat(said(self, pki.trusting("self"))).isEqualTo("open");
    }

    @Test
    void aVersionThatIsNotWantedIsNotSpoken() throws Exception {
        try (OpenSslServer onlyOld = new OpenSslServer(pki, "right", "-tls1_2")) {
            String url = "wss://localhost:" + onlyOld.port() + "/";
            WebSocketOptions options = pki.trusting("authority");
            assertThat(said(url, options.withTlsVersions(Set.of(TlsVersion.TLS_1_3))))
                    .contains("the server speaks no version of TLS that is allowed here (TLSv1.3)");
            assertThat(said(url, options.withTlsVersions(Set.of(TlsVersion.TLS_1_2))))
                    .contains("instead of HTTP/1.1"); // it is no WebSocket, but TLS was spoken
        }
    }

    @Test
    void aClientCertificateIsShownToAServerThatAsks() throws Exception {
        WebSocketOptions options = pki.trusting("authority");
        try (AskingServer server = new AskingServer(pki)) {
            ClientIdentity me = ClientIdentity.fromPem(Path.of(pki.certificate("me")), Path.of(pki.key("me")));
            assertThat(said(server.url(), options.withIdentity(me))).isEqualTo("open");
            assertThat(server.next()).isEqualTo("CN=me");

            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("mine", me.key(), "hush".toCharArray(), me.chain().toArray(new Certificate[0]));
            assertThat(said(server.url(), options.withIdentity(ClientIdentity.of(store, "hush".toCharArray()))))
                    .isEqualTo("open");
            assertThat(server.next()).isEqualTo("CN=me");
        }
    }

    @Test
    void aServerThatWantsAClientCertificateIsUnderstood() throws Exception {
        WebSocketOptions options = pki.trusting("authority");
        ClientIdentity notMe = ClientIdentity.fromPem(Path.of(pki.certificate("notMe")), Path.of(pki.key("notMe")));
        try (OpenSslServer naming = new OpenSslServer(
                        pki, "right", "-Verify", "2", "-verify_return_error", "-CAfile", pki.certificate("authority"));
                OpenSslServer taciturn = new OpenSslServer(pki, "right", "-Verify", "2", "-verify_return_error")) {
            String url = "wss://localhost:" + naming.port() + "/";
            assertThat(said(url, options)).contains("the server asks for a client certificate: give it one");
            assertThat(said(url, options.withIdentity(notMe)))
                    .contains("the server asks for a client certificate of another issuer");
            assertThat(said("wss://localhost:" + taciturn.port() + "/", options.withIdentity(notMe)))
                    .contains("the server does not accept the client certificate");
        }
    }

    private static String said(String url, WebSocketOptions options) throws Exception {
        RecordingSocket socket = new RecordingSocket(url, options);
        if (socket.awaitOpenOrClose()) {
            socket.webSocket.close();
            return "open";
        }
        assertThat(socket.awaitClose().code()).isEqualTo(1006);
        return socket.awaitError().message();
    }

    /** A server by the JDK's TLS, which asks for a certificate of the authority, and opens a WebSocket for who has one. */
    private static final class AskingServer implements AutoCloseable {
        private final SSLServerSocket listener;

        AskingServer(Pki pki) throws Exception {
            listener = (SSLServerSocket) pki.jdkServer("right", "authority")
                    .getServerSocketFactory()
                    .createServerSocket(0, 5, InetAddress.getLoopbackAddress());
            listener.setNeedClientAuth(true);
            listener.setSoTimeout(20_000);
            accept();
        }

        private CompletableFuture<String> subject = new CompletableFuture<>();

        private void accept() {
            subject = CompletableFuture.supplyAsync(() -> {
                try (SSLSocket socket = (SSLSocket) listener.accept()) {
                    DataInputStream in = new DataInputStream(socket.getInputStream());
                    StringBuilder head = new StringBuilder();
                    while (head.indexOf("\r\n\r\n") < 0) {
                        head.append((char) in.readUnsignedByte());
                    }
                    String answer =
                            "HTTP/1.1 101 Switching Protocols\r\n" + RawServer.accepting(head.toString()) + "\r\n";
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                    in.read(); // the client has something to say, so it is open
                    return socket.getSession().getPeerPrincipal().getName();
                } catch (Exception e) {
                    return e.toString();
                }
            });
        }

        String url() {
            return "wss://localhost:" + listener.getLocalPort() + "/";
        }

        /** Who the client was; after it the next one may come. */
        String next() {
            String name = subject.join();
            accept();
            return name;
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }
}
