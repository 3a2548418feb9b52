package dev.parley.proofs;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People in browsers and a program with our client chat over the running server. */
@Tag("one-jdk")
final class ChatInChromiumTest {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private static ServeProcess server;
    private static Chromium chromium;

    @BeforeAll
    static void start() throws Exception {
        server = ServeProcess.serve();
        chromium = Chromium.start();
    }

    @AfterAll
    static void stop() {
        chromium.close();
        server.close();
    }

    @Test
    void twoTabsAndAProgramChatInOneRoom() throws Exception {
        Page ada = join("Ada", 1280, 800);
        Page grace = join("Grace", 390, 844);
        assertThat(people(ada)).hasCount(2);

        RecordingSocket program = new RecordingSocket(server.address("ws", "/chat"), "json").awaitOpen();
        assertThat(program.webSocket.protocol()).isEqualTo("json");
        program.webSocket.send("{\"type\":\"username\",\"name\":\"Duke\"}");
        assertThat(people(ada)).hasCount(3);
        assertThat(people(grace).filter(new Locator.FilterOptions().setHasText("Duke")))
                .hasCount(1);

        say(ada, "Hello from Chromium");
        program.webSocket.send("{\"type\":\"message\",\"text\":\"Hello from Java\"}");
        say(grace, "<img src=x onerror=alert(1)> is only text");
        for (Page page : new Page[] {ada, grace}) {
            assertThat(message(page, "Hello from Chromium")).hasCount(1);
            assertThat(message(page, "Hello from Java")).hasCount(1);
            assertThat(message(page, "<img src=x onerror=alert(1)> is only text"))
                    .hasCount(1);
            assertThat(page.locator("#log img")).hasCount(0);
        }
        awaitPacket(program, "\"text\":\"Hello from Chromium\"");

        ada.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve("chat-1280.png")));
        grace.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve("chat-390.png")));

        program.webSocket.close(1000, "bye");
        assertThat(program.awaitClose().wasClean()).isTrue();
        assertThat(people(ada)).hasCount(2);
        assertThat(ada.locator("#log [data-kind=system]").last()).containsText("Duke");

        grace.context().close();
        assertThat(people(ada)).hasCount(1);
        ada.context().close();
        assertThat(complaints()).isEmpty();
    }

    @Test
    void aTakenNameIsReplacedByAUniqueOneAndThePersonIsTold() {
        Page first = join("Alan", 1280, 800);
        Page second = join("Alan", 1280, 800);
        assertThat(people(first)).hasCount(2);
        assertThat(second.locator("#users [data-name=Alan2]")).hasCount(1);
        assertThat(second.locator("#log").getByText("Alan2").first()).isVisible();
        first.context().close();
        second.context().close();
        assertThat(complaints()).isEmpty();
    }

    @Test
    void whoComesLaterSeesWhatWasSaidAndARestartLosesNothing(@TempDir Path data) throws Exception {
        int port;
        Page ada;
        try (ServeProcess first = ServeProcess.serve("--data", data.toString())) {
            port = first.port();
            ada = join(first, "Ada", 1280, 800);
            say(ada, "Is anybody here?");
            assertThat(message(ada, "Is anybody here?")).hasCount(1);
            first.kill();
            first.awaitExit();
        }
        assertThat(ada.locator("#state[data-state=waiting]")).hasCount(1);
        say(ada, "Nobody, it seems."); // into the outbox
        assertThat(ada.locator("#room-note")).containsText("will be sent");
        ada.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve("chat-away-1280.png")));
        try (ServeProcess second = ServeProcess.serveAt(port, "--data", data.toString())) {
            assertThat(ada.locator("#state[data-state=open]"))
                    .hasCount(1, new LocatorAssertions.HasCountOptions().setTimeout(60_000));
            assertThat(message(ada, "Nobody, it seems.")).hasCount(1);
            Page grace = join(second, "Grace", 390, 844);
            for (Page page : new Page[] {ada, grace}) {
                assertThat(page.locator("#log [data-kind=message] .text"))
                        .hasText(new String[] {"Is anybody here?", "Nobody, it seems."});
                assertThat(page.locator("#log .notice")).hasCount(0);
            }
            assertThat(people(grace)).hasCount(2);
            say(grace, "I am!");
            assertThat(message(ada, "I am!")).hasCount(1);
            ada.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve("chat-history-1280.png")));
            grace.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve("chat-history-390.png")));
            grace.context().close();
            ada.context().close();
        }
    }

    @Test
    void whoTakesAnotherNameGoesOnWhereItWas() {
        Page page = join("Barbara", 1280, 800);
        say(page, "before");
        assertThat(message(page, "before")).hasCount(1);
        page.click("#rename-open");
        page.fill("#new-name", "Liskov");
        page.click("#rename-save");
        assertThat(page.locator("#users [data-name=Liskov]")).hasCount(1);
        assertThat(page.locator("#users [data-name=Barbara]")).hasCount(0);
        say(page, "after");
        assertThat(message(page, "after")).hasCount(1);
        assertThat(message(page, "before")).hasCount(1);
        page.context().close();
        assertThat(complaints()).isEmpty();
    }

    @Test
    void inThePlainChatWhateverTextArrivesGoesToEveryone() throws Exception {
        RecordingSocket program = new RecordingSocket(server.address("ws", "/broadcast")).awaitOpen();
        RecordingSocket seed = new RecordingSocket(server.address("ws", "/")).awaitOpen();
        Page page = join("Edsger", 1280, 800);
        page.click("#plain-tab");
        page.fill("#plain-text", "good morn");
        page.click("#plain-send");
        assertThat(program.awaitMessage()).isEqualTo("Edsger: good morn");
        assertThat(seed.awaitMessage()).isEqualTo("Edsger: good morn");
        program.webSocket.send("Duke: not JSON, just text");
        assertThat(seed.awaitMessage()).isEqualTo("Duke: not JSON, just text");
        assertThat(program.awaitMessage()).isEqualTo("Duke: not JSON, just text");
        assertThat(page.locator("#plain-log")).containsText("not JSON, just text");
        program.webSocket.close();
        seed.webSocket.close();
        page.context().close();
    }

    private static Page join(String name, int width, int height) {
        return join(server, name, width, height);
    }

    private static Page join(ServeProcess server, String name, int width, int height) {
        Page page = chromium.open(server.address("http", "/"), width, height);
        page.fill("#name", name);
        page.click("#join");
        assertThat(page.locator("#log").getByText("You are in").first()).isVisible();
        return page;
    }

    /** A browser complains of each attempt while the server is away. */
    private static List<String> complaints() {
        return chromium.complaints().stream()
                .filter(complaint -> !complaint.contains("ERR_CONNECTION_REFUSED"))
                .toList();
    }

    private static void say(Page page, String text) {
        page.fill("#text", text);
        page.click("#send");
    }

    private static Locator people(Page page) {
        return page.locator("#users li");
    }

    private static Locator message(Page page, String text) {
        return page.locator("#log [data-kind=message] .text").filter(new Locator.FilterOptions().setHasText(text));
    }

    private static void awaitPacket(RecordingSocket socket, String part) throws Exception {
        while (!socket.awaitMessage().toString().contains(part)) {
            // other packets come before it
        }
    }
}
