package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.Proxies;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.server.TlsIdentity;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** nginx and HAProxy in front, as the guide sets them up: TLS, WebSocket, events, and who it is that asks. */
@Tag("one-jdk")
final class BehindAProxyTest {
    private static final String CLIENT = "127.0.0.5";

    @TempDir
    private static Path directory;

    private static PemFiles tls;

    @BeforeAll
    static void make() throws Exception {
        tls = PemFiles.make(directory, "localhost");
    }

    @Test
    void nginxSaysInHeaderFieldsForWhomItAsks() throws Exception {
        try (Server server = start(Proxies.at("127.0.0.1"));
                Neighbour nginx = Neighbour.nginx(directory, port(server), tls)) {
            everythingWorksThrough(nginx, CLIENT + " https localhost:" + nginx.port);
        }
    }

    /** The control: what a proxy says counts only from where it is believed. */
    @Test
    void nginxThatIsNotNamedIsNotBelieved() throws Exception {
        try (Server server = start(Proxies.at("192.0.2.1"));
                Neighbour nginx = Neighbour.nginx(directory, port(server), tls)) {
            assertThat(who(nginx, "X-Forwarded-For: 192.0.2.66\r\n"))
                    .startsWith("127.0.0.1 http localhost:" + nginx.port);
        }
    }

    @Test
    void haproxySaysInAProxyHeaderForWhomItAsks() throws Exception {
        try (Server server = start(Proxies.at("127.0.0.1").withProxyProtocol(true));
                Neighbour haproxy = Neighbour.haproxy(
                        directory, "TLS ends at HAProxy, which says who asks in a PROXY header", port(server), tls)) {
            everythingWorksThrough(haproxy, CLIENT + " https localhost:" + haproxy.port);
        }
    }

    @Test
    void haproxySaysInHeaderFieldsForWhomItAsks() throws Exception {
        try (Server server = start(Proxies.at("127.0.0.1"));
                Neighbour haproxy = Neighbour.haproxy(
                        directory, "TLS ends at HAProxy, which says who asks in header fields", port(server), tls)) {
            everythingWorksThrough(haproxy, CLIENT + " https localhost:" + haproxy.port);
        }
    }

    @Test
    void haproxyPassesTlsThroughWithAProxyHeaderBeforeIt() throws Exception {
        ServerOptions options = ServerOptions.DEFAULT
                .withPort(0)
                .withProxies(Proxies.at("127.0.0.1").withProxyProtocol(true))
                .withTls(TlsIdentity.fromPem(tls.certificate(), tls.key()));
        try (Server server = Server.start(options, WhoAsks.ROUTES);
                Neighbour haproxy = Neighbour.haproxy(
                        directory, "TLS ends at parley; HAProxy passes it through", port(server), tls)) {
            everythingWorksThrough(haproxy, CLIENT + " https localhost:" + haproxy.port);
        }
    }

    private static void everythingWorksThrough(Neighbour proxy, String who) throws Exception {
        // What a client invents does not count.
        assertThat(
                        who(
                                proxy,
                                "X-Forwarded-For: 192.0.2.66\r\nX-Forwarded-Proto: http\r\n"
                                        + "X-Forwarded-Host: evil.example\r\nForwarded: for=192.0.2.66;proto=http;host=evil.example\r\n"))
                .isEqualTo(who);

        String origin = "https://localhost:" + proxy.port;
        try (RawClient page = connect(proxy)) {
            page.send(handshake(proxy, origin));
            assertThat(page.readHead()).startsWith("HTTP/1.1 101 ");
            assertThat(page.readFrame().text()).isEqualTo(who);
            page.send(RawClient.text("x".repeat(60_000)));
            assertThat(page.readFrame().text()).hasSize(60_000);
            page.send(RawClient.frame(0x88, new byte[] {3, (byte) 0xE8}));
            assertThat(page.readFrame().closeCode()).isEqualTo(1000);
        }
        // Although the server listens on loopback, where a stranger's name would be nobody's host: a proxy asks.
        try (RawClient page = connect(proxy)) {
            page.send(handshake(proxy, "https://example.org")
                    .replace("Host: localhost:" + proxy.port, "Host: example.org"));
            assertThat(page.readHead()).startsWith("HTTP/1.1 101 ");
        }
        try (RawClient stranger = connect(proxy)) {
            stranger.send(handshake(proxy, "https://evil.example"));
            assertThat(stranger.readHead()).startsWith("HTTP/1.1 403 ");
        }
        try (RawClient listener = connect(proxy)) {
            listener.send("GET /events HTTP/1.1\r\nHost: localhost:" + proxy.port + "\r\n\r\n");
            assertThat(listener.readHead()).startsWith("HTTP/1.1 200 ").contains("text/event-stream");
            // It comes before the first heartbeat pushes it: a proxy does not keep it until more follows.
            String line = listener.readLine();
            while (!line.startsWith("data: ")) {
                assertThat(line).doesNotStartWith(":");
                line = listener.readLine();
            }
            assertThat(line).isEqualTo("data: " + who);
        }
    }

    private static String who(Neighbour proxy, String fields) throws Exception {
        try (RawClient client = connect(proxy)) {
            client.send("GET /who HTTP/1.1\r\nHost: localhost:" + proxy.port + "\r\n" + fields
                    + "Connection: close\r\n\r\n");
            assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
            return new String(client.readToEnd(), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
        }
    }

    private static String handshake(Neighbour proxy, String origin) {
        return RawClient.handshake(proxy.port, "/ws")
                .replace("127.0.0.1:", "localhost:")
                .replace("Upgrade: w", "Origin: " + origin + "\r\nCookie: session=42\r\nUpgrade: w");
    }

    private static RawClient connect(Neighbour proxy) throws Exception {
        return tls.connect(CLIENT, proxy.port, Optional.empty());
    }

    private static Server start(Proxies proxies) throws Exception {
        return Server.start(ServerOptions.DEFAULT.withPort(0).withProxies(proxies), WhoAsks.ROUTES);
    }

    private static int port(Server server) {
        return server.address().getPort();
    }
}
