package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.Authorization;
import dev.parley.client.WebSocketOptions;
import dev.parley.server.Server;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Redirects are an error, unless the options allow them; and then other servers are told no secrets. */
final class RedirectsFollowedTest {
    private static final WebSocketOptions SECRETIVE = WebSocketOptions.DEFAULT
            .withAuthorization(Authorization.bearer("hush"))
            .withHeader("X-Api-Key", "hush")
            .withHeader("Cookie", "session=hush")
            .withHeader("User-Agent", "test");

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void byDefaultTheyAreAnErrorThatSaysWhereTo(int status) throws Exception {
        try (RawServer server = new RawServer()) {
            RecordingSocket socket = new RecordingSocket(url(server, "/"));
            try (RawServer.Client client = server.accept()) {
                redirect(client, status, "https://u:hush@new.example/room?token=hush");
                assertThat(socket.awaitError().message())
                        .contains("answered " + status, "redirects to https://new.example/room: connect there")
                        .doesNotContain("hush");
            }
        }
    }

    @Test
    void allowedTheyLeadToAnotherServerWhichIsToldNoSecret() throws Exception {
        try (RawServer first = new RawServer();
                RawServer second = new RawServer();
                Server third = EchoServer.start()) {
            CookieManager cookies = new CookieManager();
            cookies.getCookieStore().add(URI.create("http://localhost/"), cookie("forLocalhost"));
            WebSocketOptions options = SECRETIVE.withMaxRedirects(5).withCookies(cookies);
            RecordingSocket socket = new RecordingSocket(url(first, "/a"), options);
            try (RawServer.Client client = first.accept()) {
                assertThat(client.readHead())
                        .contains("Authorization: Bearer hush", "X-Api-Key: hush", "Cookie: session=hush\r\n");
                answer(client, 302, "b");
            }
            try (RawServer.Client client = first.accept()) {
                assertThat(client.readHead()).startsWith("GET /b ").contains("Authorization: Bearer hush");
                answer(client, 307, "http://localhost:" + second.port() + "/c");
            }
            try (RawServer.Client client = second.accept()) {
                // What is told is what belongs to that host by itself.
                assertThat(client.readHead())
                        .startsWith("GET /c ")
                        .doesNotContain("hush")
                        .contains("Cookie: forLocalhost=1\r\n", "User-Agent: test\r\n");
                answer(client, 308, EchoServer.url(third, "http", "127.0.0.1"));
            }
            socket.awaitOpen();
            socket.webSocket.send("here");
            assertThat(socket.awaitMessage()).isEqualTo("here");
            assertThat(socket.webSocket.url()).isEqualTo(url(first, "/a"));
            socket.webSocket.close(1000);
            assertThat(socket.awaitClose().wasClean()).isTrue();
        }
    }

    @Test
    void whoIsLedInACircleStops() throws Exception {
        try (RawServer server = new RawServer()) {
            RecordingSocket socket =
                    new RecordingSocket(url(server, "/"), WebSocketOptions.DEFAULT.withMaxRedirects(2));
            for (int i = 0; i < 3; i++) {
                try (RawServer.Client client = server.accept()) {
                    redirect(client, 302, "/");
                }
            }
            assertThat(socket.awaitError().message()).contains("more than 2 redirects");
            assertThat(socket.awaitClose().code()).isEqualTo(1006);
        }
    }

    @Test
    void aSocketThatIsClosedIsLedNoFurther() throws Exception {
        try (RawServer server = new RawServer()) {
            RecordingSocket socket =
                    new RecordingSocket(url(server, "/"), WebSocketOptions.DEFAULT.withMaxRedirects(2));
            try (RawServer.Client client = server.accept()) {
                client.readHead();
                socket.webSocket.close();
                assertThat(socket.awaitClose().code()).isEqualTo(1006);
                assertThat(client.read()).isNegative();
            }
        }
    }

    private static String url(RawServer server, String path) {
        return "ws://127.0.0.1:" + server.port() + path;
    }

    private static void redirect(RawServer.Client client, int status, String location) throws Exception {
        client.readHead();
        answer(client, status, location);
    }

    private static void answer(RawServer.Client client, int status, String location) throws Exception {
        client.send("HTTP/1.1 " + status + " Elsewhere\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n");
    }

    private static HttpCookie cookie(String name) {
        HttpCookie cookie = new HttpCookie(name, "1");
        cookie.setPath("/");
        cookie.setVersion(0);
        return cookie;
    }
}
