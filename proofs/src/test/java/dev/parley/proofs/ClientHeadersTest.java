package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.Authorization;
import dev.parley.client.WebSocketOptions;
import java.net.CookieManager;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What options put into the opening handshake, on the wire. */
final class ClientHeadersTest {
    @Test
    void headersAuthorizationAndOriginAreSentAsTheyAre() throws Exception {
        WebSocketOptions options = WebSocketOptions.DEFAULT
                .withHeader("X-Api-Key", "k 1")
                .withHeader("X-Api-Key", "k 2")
                .withAuthorization(Authorization.bearer("abc.def"))
                .withOrigin("https://example.org");
        assertThat(sent("/", options))
                .contains(
                        "X-Api-Key: k 1",
                        "X-Api-Key: k 2",
                        "Authorization: Bearer abc.def",
                        "Origin: https://example.org")
                .noneMatch(field -> field.startsWith("Cookie"));
    }

    @Test
    void byDefaultNoneOfThemIsSent() throws Exception {
        assertThat(sent("/", WebSocketOptions.DEFAULT))
                .noneMatch(field -> field.matches("(?i)(origin|cookie|authorization|x-).*"));
    }

    @Test
    void theOptionStandsInPlaceOfTheUrlsUser() throws Exception {
        assertThat(sent("user:old@", "/", WebSocketOptions.DEFAULT)).contains("Authorization: Basic dXNlcjpvbGQ=");
        WebSocketOptions options = WebSocketOptions.DEFAULT.withAuthorization(Authorization.basic("user", "new"));
        assertThat(sent("user:old@", "/", options))
                .contains("Authorization: Basic dXNlcjpuZXc=")
                .filteredOn(field -> field.startsWith("Authorization"))
                .hasSize(1);
    }

    @Test
    void cookiesComeFromTheirHandlerAndGoThere() throws Exception {
        CookieManager cookies = new CookieManager();
        WebSocketOptions options = WebSocketOptions.DEFAULT.withCookies(cookies);
        try (RawServer server = new RawServer()) {
            String url = "ws://127.0.0.1:" + server.port() + "/app/socket?x=[1]|2";
            RecordingSocket first = new RecordingSocket(url, options);
            try (RawServer.Client client = server.accept()) {
                String head = client.readHead();
                assertThat(head).doesNotContain("Cookie");
                client.send("HTTP/1.1 101 Switching Protocols\r\nSet-Cookie: session=s1; Path=/app; HttpOnly\r\n"
                        + "Set-Cookie: other=o1; Path=/elsewhere\r\nSet-Cookie: safe=s2; Path=/; Secure\r\n"
                        + RawServer.accepting(head) + "\r\n");
                first.awaitOpen();
            }
            first.awaitClose();
            RecordingSocket second = new RecordingSocket(url, options.withHeader("Cookie", "own=1"));
            try (RawServer.Client client = server.accept()) {
                List<String> lines = client.readHead().lines().toList();
                assertThat(lines)
                        .filteredOn(line -> line.startsWith("Cookie:"))
                        .singleElement()
                        .asString()
                        .startsWith("Cookie: own=1; ")
                        .contains("session=")
                        .doesNotContain("other", "safe");
                // An answer that is none of a WebSocket counts, too, as it does in browsers.
                client.send("HTTP/1.1 403 Forbidden\r\nSet-Cookie: late=l1; Path=/app\r\nContent-Length: 0\r\n\r\n");
            }
            assertThat(second.awaitError().message()).contains("403", "does not let you in");
            URI http = URI.create("http://127.0.0.1/app/x");
            assertThat(cookies.getCookieStore().get(http))
                    .extracting(cookie -> cookie.getName())
                    .contains("session", "late");
        }
    }

    private static List<String> sent(String path, WebSocketOptions options) throws Exception {
        return sent("", path, options);
    }

    /** The lines of the handshake that the client sends. */
    private static List<String> sent(String user, String path, WebSocketOptions options) throws Exception {
        try (RawServer server = new RawServer()) {
            RecordingSocket socket = new RecordingSocket("ws://" + user + "127.0.0.1:" + server.port() + path, options);
            try (RawServer.Client client = server.accept()) {
                return client.readHead().lines().toList();
            } finally {
                socket.awaitClose();
            }
        }
    }
}
