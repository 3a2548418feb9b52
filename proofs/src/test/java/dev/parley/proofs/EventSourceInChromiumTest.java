package dev.parley.proofs;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.parley.engine.Headers;
import dev.parley.server.EventStream;
import dev.parley.server.EventStreamHandler;
import dev.parley.server.Origins;
import dev.parley.server.Peer;
import dev.parley.server.Response;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.server.WebSocketHandler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A real browser listens, comes back, and keeps pages of other origins from what they may not have. */
@Tag("one-jdk")
final class EventSourceInChromiumTest {
    private static final int PATIENCE_SECONDS = 30;

    /** Whatever happens on its event source or WebSocket becomes a line. */
    private static final String SCRIPT = """
            const log = line => {
              const item = document.createElement('li');
              item.textContent = line;
              document.getElementById('log').append(item);
            };
            const at = new URLSearchParams(location.search);
            if (at.get('events')) {
              const source = new EventSource(at.get('events'), {withCredentials: true});
              source.onopen = () => log('open');
              source.onmessage = e => log('message ' + e.lastEventId + ' ' + JSON.stringify(e.data));
              source.addEventListener('news', e => log('news ' + e.lastEventId + ' ' + JSON.stringify(e.data)));
              source.onerror = () => log('error ' + source.readyState);
            } else {
              const socket = new WebSocket(at.get('socket'));
              socket.onopen = () => log('open');
              socket.onmessage = e => log('message ' + e.data);
              socket.onclose = e => log('close ' + e.code);
            }
            """;

    private static final BlockingQueue<EventStream> OPENED = new LinkedBlockingQueue<>();
    private static final EventStreamHandler EVENTS = OPENED::add;
    private static final WebSocketHandler HELLO = new WebSocketHandler() {
        @Override
        public void onOpen(Peer peer) {
            peer.send("cookie " + peer.request().cookie("session").orElse("none"));
        }
    };

    private static final Routes ROUTES = Routes.NONE
            .get(
                    "/",
                    request -> page("text/html", "<ul id=log></ul><script src=/script.js></script>")
                            .with("Set-Cookie", "session=42; HttpOnly"))
            .get("/script.js", request -> page("text/javascript", SCRIPT))
            .eventStream("/events", EVENTS)
            .webSocket("/ws", HELLO);

    private static Server own;
    private static Server other;
    private static Server open;
    private static Chromium chromium;

    @BeforeAll
    static void start() throws Exception {
        own = Server.start(ServerOptions.DEFAULT.withPort(0), ROUTES);
        other = Server.start(ServerOptions.DEFAULT.withPort(0), ROUTES);
        open = Server.start(
                ServerOptions.DEFAULT
                        .withPort(0)
                        .withOrigins(
                                Origins.of("http://127.0.0.1:" + other.address().getPort())),
                ROUTES);
        chromium = Chromium.start();
    }

    @AfterAll
    static void stop() {
        chromium.close();
        own.close();
        other.close();
        open.close();
    }

    @Test
    void browserHearsEventsAndComesBackWhereItWas() throws Exception {
        Page page = visit(own, "events", "/events");
        EventStream first = next();
        assertThat(first.lastEventId()).isEmpty();
        assertThat(first.request().cookie("session")).contains("42");
        first.retry(Duration.ofMillis(50));
        first.send("1", "", "one\ntwo");
        first.send("2", "news", "ü");
        assertThat(page.locator("li")).hasText(new String[] {"open", "message 1 \"one\\ntwo\"", "news 2 \"ü\""});
        first.abort(); // as if the network had broken
        EventStream second = next();
        assertThat(second.lastEventId()).isEqualTo("2");
        second.send("3", "", "after a break");
        second.close(); // as a server does that leaves
        EventStream third = next();
        assertThat(third.lastEventId()).isEqualTo("3");
        third.send("done");
        assertThat(page.locator("li").last()).hasText("message 3 \"done\"");
        page.context().close();
        awaitEnd(third);
    }

    @Test
    void pageOfAnotherOriginWithTheVictimsCookieGetsNothing() throws Exception {
        Page events = visit(other, "events", url("http", own, "/events"));
        assertThat(events.locator("li").last()).hasText("error 2");
        Page socket = visit(other, "socket", url("ws", own, "/ws"));
        assertThat(socket.locator("li").last()).hasText("close 1006");
        assertThat(OPENED).isEmpty();
        // The controls: its own page may, and so may one that is listed; the cookie goes along with both.
        Page same = visit(own, "socket", url("ws", own, "/ws"));
        assertThat(same.locator("li").last()).hasText("message cookie 42");
        Page listed = visit(other, "socket", url("ws", open, "/ws"));
        assertThat(listed.locator("li").last()).hasText("message cookie 42");
        Page listening = visit(other, "events", url("http", open, "/events"));
        EventStream stream = next();
        assertThat(stream.request().cookie("session")).contains("42");
        stream.send("hello");
        assertThat(listening.locator("li").last()).hasText("message  \"hello\"");
        for (Page page : new Page[] {events, socket, same, listed, listening}) {
            page.context().close();
        }
        awaitEnd(stream);
    }

    private static Page visit(Server site, String kind, String url) {
        return chromium.open(url("http", site, "/?" + kind + "=" + url), 800, 600);
    }

    private static String url(String scheme, Server server, String path) {
        return scheme + "://127.0.0.1:" + server.address().getPort() + path;
    }

    private static Response page(String type, String content) {
        return new Response(
                200, Headers.of("Content-Type", type + "; charset=utf-8"), content.getBytes(StandardCharsets.UTF_8));
    }

    private static EventStream next() throws InterruptedException {
        EventStream stream = OPENED.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(stream).as("somebody listens").isNotNull();
        return stream;
    }

    private static void awaitEnd(EventStream stream) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (stream.isOpen() && System.nanoTime() < deadline) {
            Thread.sleep(10);
        }
        assertThat(stream.isOpen()).isFalse();
    }
}
