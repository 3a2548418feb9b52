package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.engine.Headers;
import dev.parley.server.Admission;
import dev.parley.server.ClientCertificates;
import dev.parley.server.EventStream;
import dev.parley.server.EventStreamHandler;
import dev.parley.server.Gate;
import dev.parley.server.HttpHandler;
import dev.parley.server.Origins;
import dev.parley.server.Peer;
import dev.parley.server.Response;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.server.ServerTls;
import dev.parley.server.TlsFiles;
import dev.parley.server.WebSocketHandler;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The code of the guide's pages on who gets in: it stands here, too, word for word, and does what the pages say. */
final class GuideExamplesTest {
    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"authentication.md", "tls.md", "server-sent-events.md"})
    void codeOfThePageStandsHere(String page) throws Exception {
        String here = folded(
                Files.readString(Path.of("src", "test", "java", "dev", "parley", "proofs", "GuideExamplesTest.java")));
        Matcher blocks = BLOCK.matcher(Files.readString(Path.of("..", "docs", "guide", page)));
        List<String> missing = new ArrayList<>();
        int count = 0;
        while (blocks.find()) {
            count++;
            if (!here.contains(folded(blocks.group(1)))) {
                missing.add(blocks.group(1));
            }
        }
        assertThat(count).isPositive();
        assertThat(missing).isEmpty();
    }

    /** How lines are broken is the formatter's. */
    private static String folded(String code) {
        return code.replaceAll("\\s+", "");
    }

    // ---- authentication.md ----

    /** Who is logged in. */
    record Sessions(Map<String, Object> users) {
        Optional<Object> userOf(String session) {
            return Optional.ofNullable(users.get(session));
        }
    }

    /** Asks elsewhere who that is. */
    interface Directory {
        CompletionStage<Object> ask(Optional<String> session);
    }

    @Test
    void gateLetsMembersIn() throws Exception {
        Sessions sessions = new Sessions(Map.of("42", "ada"));
        HttpHandler welcome = request -> Response.text(200, "welcome");
        WebSocketHandler chat = new WebSocketHandler() {
            @Override
            public void onText(Peer peer, String text) {
                peer.send(peer.principal().orElseThrow() + ": " + text);
            }
        };
        Gate members = request -> request.cookie("session")
                .flatMap(sessions::userOf)
                .map(Admission::as)
                .orElseGet(() ->
                        Admission.refused(Response.text(401, "Log in first.").with("WWW-Authenticate", "Bearer")));
        Routes routes = Routes.NONE.webSocket("/chat", chat).behind(members).get("/", welcome);
        try (Server server = Server.start(ServerOptions.DEFAULT.withPort(0), routes)) {
            assertThat(chatAs(server, "42")).isEqualTo("ada: hi");
            assertThat(chatAs(server, "43")).startsWith("HTTP/1.1 401 ").contains("WWW-Authenticate: Bearer\r\n");
        }
    }

    @Test
    void gateMayTakeItsTime() throws Exception {
        Directory directory = session -> CompletableFuture.supplyAsync(() -> "user of " + session.orElse("nothing"));
        Gate remote = request ->
                Admission.later(directory.ask(request.cookie("session")).thenApply(user -> Admission.as(user)));
        Routes routes = Routes.NONE
                .webSocket("/chat", new WebSocketHandler() {
                    @Override
                    public void onText(Peer peer, String text) {
                        peer.send(peer.principal().orElseThrow() + ": " + text);
                    }
                })
                .behind(remote);
        try (Server server = Server.start(ServerOptions.DEFAULT.withPort(0), routes)) {
            assertThat(chatAs(server, "42")).isEqualTo("user of 42: hi");
        }
    }

    @Test
    void originsAreListed() {
        ServerOptions options =
                ServerOptions.DEFAULT.withOrigins(Origins.of("https://example.org", "https://*.example.org"));
        assertThat(options.origins().allowed()).hasSize(2);
    }

    private static String chatAs(Server server, String session) throws Exception {
        int port = server.address().getPort();
        try (RawClient client = new RawClient(port)) {
            client.send(RawClient.handshake(port, "/chat")
                    .replace("Upgrade: w", "Cookie: session=" + session + "\r\nUpgrade: w"));
            String head = client.readHead();
            if (!head.startsWith("HTTP/1.1 101 ")) {
                return head;
            }
            client.send(RawClient.text("hi"));
            return client.readFrame().text();
        }
    }

    // ---- tls.md ----

    @Test
    void certificatesComeFromFiles() throws Exception {
        PemFiles server = PemFiles.make(directory, "localhost");
        PemFiles client = PemFiles.make(directory, "ada");
        Path certificate = server.certificate();
        Path key = server.key();
        Path authorities = client.certificate();
        ServerTls tls = ServerTls.from(new TlsFiles(certificate, key, Optional.empty()));
        ServerOptions options = ServerOptions.DEFAULT.withTls(tls);
        assertThat(options.tls()).contains(tls);
        ServerTls mutual = ServerTls.from(new TlsFiles(certificate, key, Optional.of(authorities)))
                .withClientCertificates(ClientCertificates.OPTIONAL);
        Gate known = request -> request.certificates().isEmpty()
                ? Admission.refused(Response.text(403, "Who are you?"))
                : Admission.as(request.certificates().get(0).getSubjectX500Principal());
        Routes routes = Routes.NONE
                .get(
                        "/",
                        request -> new Response(
                                200,
                                Headers.NONE,
                                request.principal().orElseThrow().toString().getBytes(StandardCharsets.UTF_8)))
                .behind(known);
        try (Server running = Server.start(options.withPort(0).withTls(mutual), routes)) {
            int port = running.address().getPort();
            for (Optional<PemFiles> shown : List.of(Optional.of(client), Optional.<PemFiles>empty())) {
                try (RawClient raw = server.connect("127.0.0.1", port, shown)) {
                    raw.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
                    assertThat(new String(raw.readToEnd(), StandardCharsets.UTF_8))
                            .startsWith(shown.isPresent() ? "HTTP/1.1 200 " : "HTTP/1.1 403 ")
                            .endsWith(shown.isPresent() ? "CN=ada" : "Who are you?\n");
                }
            }
        }
    }

    // ---- server-sent-events.md ----

    /** What is told of. */
    record Price(String id, String json) {}

    /** Those there were. */
    record Prices(List<Price> all) {
        List<Price> since(String id) {
            return all.stream().filter(price -> price.id().compareTo(id) > 0).toList();
        }
    }

    @Test
    void listenerGetsWhatItHasMissed() throws Exception {
        Prices prices = new Prices(List.of(new Price("1", "{}"), new Price("2", "{\"a\":2}")));
        Set<EventStream> listeners = ConcurrentHashMap.newKeySet();
        Routes routes = Routes.NONE.eventStream("/prices", new EventStreamHandler() {
            @Override
            public void onOpen(EventStream stream) {
                prices.since(stream.lastEventId()).forEach(price -> stream.send(price.id(), "price", price.json()));
                listeners.add(stream);
            }

            @Override
            public void onClose(EventStream stream) {
                listeners.remove(stream);
            }
        });
        try (Server server = Server.start(ServerOptions.DEFAULT.withPort(0), routes);
                RawClient client = new RawClient(server.address().getPort())) {
            client.send("GET /prices HTTP/1.0\r\nHost: localhost\r\nLast-Event-ID: 1\r\n\r\n");
            client.readHead();
            assertThat(client.readLine()).isEqualTo("id: 2");
            assertThat(client.readLine()).isEqualTo("event: price");
            assertThat(client.readLine()).isEqualTo("data: {\"a\":2}");
        }
        assertThat(listeners).isEmpty();
    }
}
