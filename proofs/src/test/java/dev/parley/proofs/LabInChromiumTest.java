package dev.parley.proofs;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.ScreenshotAnimations;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A person tries the API on the lab page. */
@Tag("one-jdk")
final class LabInChromiumTest {
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
    void everyMemberAndEventCanBeTriedAndSeen() {
        Page page = chromium.open(server.address("http", "/lab"), 1280, 800);
        tryEverything(page);
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve("lab-1280.png"))
                .setAnimations(ScreenshotAnimations.DISABLED)
                .setFullPage(true));
        assertThat(chromium.complaints()).isEmpty();
    }

    @Test
    void itWorksOnAPhone() {
        Page page = chromium.open(server.address("http", "/lab"), 390, 844);
        tryEverything(page);
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve("lab-390.png"))
                .setAnimations(ScreenshotAnimations.DISABLED)
                .setFullPage(true));
        assertThat(page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo(true);
        assertThat(chromium.complaints()).isEmpty();
    }

    private static void tryEverything(Page page) {
        page.fill("#protocols", "json, chat");
        page.selectOption("#binary-type", "arraybuffer");
        page.click("#connect");
        assertThat(page.locator("#ready-state[data-value='1']")).hasCount(1);
        assertThat(page.locator("#protocol")).containsText("json");

        page.fill("#text", "good morn");
        page.click("#send-text");
        assertThat(events(page, "message").filter(containing("good morn"))).hasCount(1);

        page.click("#preset");
        page.click("#send-bytes");
        assertThat(events(page, "message").filter(containing("3.14159"))).hasCount(1);

        page.setInputFiles(
                "#file", new FilePayload("note.txt", "text/plain", "a file".getBytes(StandardCharsets.UTF_8)));
        page.click("#send-file");
        assertThat(events(page, "message")).hasCount(3);

        page.fill("#close-code", "1001");
        page.click("#close");
        assertThat(events(page, "thrown").filter(containing("InvalidAccessError")))
                .hasCount(1);

        page.fill("#close-code", "3001");
        page.fill("#close-reason", "enough");
        page.click("#close");
        assertThat(page.locator("#ready-state[data-value='3']")).hasCount(1);
        assertThat(events(page, "close").filter(containing("enough"))).hasCount(1);
    }

    private static Locator events(Page page, String type) {
        return page.locator("#events [data-type=" + type + "]");
    }

    private static Locator.FilterOptions containing(String text) {
        return new Locator.FilterOptions().setHasText(text);
    }
}
