package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.server.Admission;
import dev.parley.server.ClientCertificates;
import dev.parley.server.Response;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.server.ServerTls;
import dev.parley.server.TlsFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Certificates of clients; certificates that change while the server runs; versions of TLS that are not spoken. */
final class CertificatesTest {
    private static final String WHO = "GET /who HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    @TempDir
    private static Path directory;

    private static PemFiles localhost;
    private static PemFiles ada;
    private static PemFiles mallory;

    @BeforeAll
    static void make() throws Exception {
        localhost = PemFiles.make(directory, "localhost");
        ada = PemFiles.make(directory, "ada");
        mallory = PemFiles.make(directory, "mallory");
    }

    @ParameterizedTest
    @CsvSource({
        "REQUIRED, ada, CN=ada",
        "REQUIRED, none, refused",
        "REQUIRED, mallory, refused",
        "OPTIONAL, ada, CN=ada",
        "OPTIONAL, none, nobody",
        "OPTIONAL, mallory, refused",
        "NONE, ada, nobody",
        "NONE, mallory, nobody",
        "NONE, none, nobody"
    })
    void clientIsAskedForACertificate(ClientCertificates asked, String shown, String seen) throws Exception {
        Optional<PemFiles> client =
                switch (shown) {
                    case "ada" -> Optional.of(ada);
                    case "mallory" -> Optional.of(mallory);
                    default -> Optional.empty();
                };
        Optional<Path> authorities =
                asked == ClientCertificates.NONE ? Optional.empty() : Optional.of(ada.certificate());
        ServerTls tls = ServerTls.from(new TlsFiles(localhost.certificate(), localhost.key(), authorities))
                .withClientCertificates(asked);
        try (Server server = Server.start(ServerOptions.DEFAULT.withPort(0).withTls(tls), routes())) {
            assertThat(who(server, localhost, client)).isEqualTo(seen);
        }
    }

    @Test
    void askingForCertificatesThatNobodyCanVouchForIsRefusedAtTheStart() throws Exception {
        ServerTls tls = ServerTls.from(new TlsFiles(localhost.certificate(), localhost.key(), Optional.empty()));
        assertThatThrownBy(() -> tls.withClientCertificates(ClientCertificates.REQUIRED))
                .isInstanceOf(IllegalArgumentException.class);
        Path empty = Files.writeString(directory.resolve("empty.pem"), "");
        assertThatThrownBy(() ->
                        ServerTls.from(new TlsFiles(localhost.certificate(), localhost.key(), Optional.of(empty))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("empty.pem");
    }

    @Test
    void commandAsksForThemToo() throws Exception {
        try (ServeProcess serve = ServeProcess.serve(
                "--tls-cert",
                localhost.certificate().toString(),
                "--tls-key",
                localhost.key().toString(),
                "--client-ca",
                ada.certificate().toString())) {
            try (RawClient client = localhost.connect("127.0.0.1", serve.port(), Optional.of(ada))) {
                client.send("GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
                assertThat(text(client.readToEnd())).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nok\n");
            }
            assertThatThrownBy(() -> ask(localhost.connect("127.0.0.1", serve.port(), Optional.empty())))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void certificateThatChangesIsShownToNewConnectionsAndOldOnesStay() throws Exception {
        Path folder = Files.createDirectories(directory.resolve("reloaded"));
        PemFiles current = localhost.copiedTo(folder);
        PemFiles renewed = mallory;
        ServerTls tls = ServerTls.from(new TlsFiles(current.certificate(), current.key(), Optional.empty()))
                .withLookEvery(Duration.ofMillis(50));
        try (Said said = new Said("dev.parley.server");
                Server server = Server.start(ServerOptions.DEFAULT.withPort(0).withTls(tls), WhoAsks.ROUTES)) {
            int port = server.address().getPort();
            X509Certificate before = current.x509();
            SSLContext trustsBefore = current.trustedBy(Optional.empty());
            RawClient old = current.connect("127.0.0.1", port, Optional.empty());
            old.send(RawClient.handshake(port, "/ws"));
            assertThat(old.readHead()).startsWith("HTTP/1.1 101 ");
            old.readFrame();

            String right = Files.readString(current.certificate());
            Files.writeString(current.certificate(), "-----BEGIN CERTIFICATE-----\nbroken\n");
            assertThat(said.await("as it was")).contains("localhost.pem");
            assertThat(shown(trustsBefore, port)).isEqualTo(before);
            Files.writeString(current.certificate(), right);
            said.await("is in");

            renewed.replace(current);
            assertThat(said.await("is in")).contains("localhost.pem");
            assertThat(shown(renewed.trustedBy(Optional.empty()), port))
                    .isEqualTo(renewed.x509())
                    .isNotEqualTo(before);

            old.send(RawClient.text("still here"));
            assertThat(old.readFrame().text()).isEqualTo("still here");
            old.close();
        }
    }

    /** By hand: no client here speaks the old ones any more. */
    @ParameterizedTest
    @CsvSource({"0300, false", "0301, false", "0302, false", "0303, true"})
    void oldVersionsAreNotSpoken(String version, boolean spoken) throws Exception {
        String groups = "000a" + "0004" + "0002" + "0017";
        String points = "000b" + "0002" + "0100";
        String signatures = "000d" + "0006" + "0004" + "0403" + "0804";
        String extensions = groups + points + signatures;
        String hello = version + "ab".repeat(32) + "00" + "0006" + "c009c00ac02b" + "0100"
                + "%04x".formatted(extensions.length() / 2) + extensions;
        String handshake = "01" + "%06x".formatted(hello.length() / 2) + hello;
        String record = "16" + "0301" + "%04x".formatted(handshake.length() / 2) + handshake;
        ServerTls tls = ServerTls.from(new TlsFiles(localhost.certificate(), localhost.key(), Optional.empty()));
        try (Server server = Server.start(ServerOptions.DEFAULT.withPort(0).withTls(tls), routes());
                RawClient client = new RawClient(server.address().getPort())) {
            client.send(HexFormat.of().parseHex(record));
            byte[] answer = client.readBytes(5);
            assertThat(answer[0]).as("a handshake, or an alert").isEqualTo((byte) (spoken ? 0x16 : 0x15));
            if (!spoken) {
                assertThat(client.readBytes(2)).as("fatal, protocol_version").isEqualTo(new byte[] {2, 70});
            }
        }
    }

    private static Routes routes() {
        return Routes.NONE
                .get(
                        "/who",
                        request -> Response.text(
                                200, request.principal().orElse("nobody").toString()))
                .behind(request -> request.certificates().isEmpty()
                        ? Admission.GRANTED
                        : Admission.as(request.certificates().get(0).getSubjectX500Principal()));
    }

    private static String who(Server server, PemFiles trusted, Optional<PemFiles> shown) throws Exception {
        try (RawClient client = trusted.connect("127.0.0.1", server.address().getPort(), shown)) {
            String answer = ask(client);
            return answer.substring(answer.indexOf("\r\n\r\n") + 4).strip();
        } catch (IOException e) {
            return "refused";
        }
    }

    /** In TLS 1.3 a client learns after its own end of the handshake that its certificate is refused. */
    private static String ask(RawClient client) throws IOException {
        client.send(WHO);
        String head = client.readHead();
        return head + text(client.readToEnd());
    }

    private static X509Certificate shown(SSLContext trusting, int port) throws Exception {
        try (SSLSocket socket = (SSLSocket) trusting.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
