package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.Authorization;
import dev.parley.client.ClientIdentity;
import dev.parley.client.WebSocketOptions;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server over TLS was told, and was shown, is not told where it redirects to: as seen by those servers. */
final class RedirectsOverTlsTest {
    @TempDir
    private static Path directory;

    private static SSLContext tls;
    private static WebSocketOptions secretive;

    @BeforeAll
    static void makeCertificates() throws Exception {
        Pki pki = new Pki(directory)
                .authority("authority")
                .host("right", "authority", "DNS:localhost,IP:127.0.0.1")
                .host("me", "authority", "DNS:me.example");
        tls = pki.jdkServer("right", "authority");
        CookieManager cookies = new CookieManager();
        HttpCookie session = new HttpCookie("session", "hush");
        session.setPath("/");
        session.setVersion(0);
        cookies.getCookieStore().add(URI.create("https://localhost/"), session);
        secretive = pki.trusting("authority")
                .withIdentity(ClientIdentity.fromPem(Path.of(pki.certificate("me")), Path.of(pki.key("me"))))
                .withAuthorization(Authorization.bearer("hush"))
                .withHeader("X-Api-Key", "hush")
                .withCookies(cookies)
                .withMaxRedirects(5);
    }

    @Test
    void theCertificateIsShownToTheServerThatWasNamedAndToNoOther() throws Exception {
        try (RawServer named = RawServer.asking(tls);
                RawServer stranger = RawServer.asking(tls)) {
            RecordingSocket socket = new RecordingSocket("wss://localhost:" + named.port() + "/a", secretive);
            try (RawServer.Client client = named.accept()) {
                assertThat(client.readHead())
                        .contains("Authorization: Bearer hush", "X-Api-Key: hush", "Cookie: session=hush");
                assertThat(client.certificate()).isEqualTo("CN=me");
                redirect(client, "/b");
            }
            try (RawServer.Client client = named.accept()) {
                assertThat(client.readHead()).startsWith("GET /b ").contains("Authorization: Bearer hush");
                assertThat(client.certificate()).isEqualTo("CN=me");
                redirect(client, "https://127.0.0.1:" + stranger.port() + "/c");
            }
            try (RawServer.Client client = stranger.accept()) {
                assertThat(client.readHead()).startsWith("GET /c ").doesNotContain("hush");
                assertThat(client.certificate()).isEmpty();
                redirect(client, "wss://localhost:" + named.port() + "/d");
            }
            // Back again, by the stranger's choice: the cookie is the host's own, as in a browser.
            try (RawServer.Client client = named.accept()) {
                assertThat(client.readHead())
                        .startsWith("GET /d ")
                        .doesNotContain("Authorization", "X-Api-Key")
                        .contains("Cookie: session=hush");
                assertThat(client.certificate()).isEmpty();
            }
            assertThat(socket.awaitClose().code()).isEqualTo(1006);
        }
    }

    /** By a user in the URL, too. */
    @Test
    void nothingAtAllIsSaidToAServerWithoutTls() throws Exception {
        try (RawServer named = RawServer.asking(tls);
                RawServer plain = new RawServer()) {
            for (String user : new String[] {"", "ada:hush@"}) {
                WebSocketOptions options = user.isEmpty() ? secretive : secretiveWithout();
                RecordingSocket socket =
                        new RecordingSocket("wss://" + user + "localhost:" + named.port() + "/", options);
                try (RawServer.Client client = named.accept()) {
                    assertThat(client.readHead()).contains("Authorization: ");
                    redirect(client, "http://localhost:" + plain.port() + "/?from=" + named.port());
                }
                assertThat(socket.awaitError().message())
                        .contains("the server redirects from wss to ws, to ws://localhost:" + plain.port())
                        .doesNotContain("hush");
                assertThat(socket.awaitClose().code()).isEqualTo(1006);
            }
            // The first who comes is the one that this test sends.
            try (Socket last = new Socket(InetAddress.getLoopbackAddress(), plain.port())) {
                last.getOutputStream().write("last\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                try (RawServer.Client client = plain.accept()) {
                    assertThat(client.readHead()).isEqualTo("last\r\n\r\n");
                }
            }
        }
    }

    private static WebSocketOptions secretiveWithout() throws Exception {
        return new Pki(directory).trusting("authority").withMaxRedirects(5);
    }

    private static void redirect(RawServer.Client client, String location) throws Exception {
        client.send("HTTP/1.1 302 Elsewhere\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n");
    }
}
