package dev.parley.proofs.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.proofs.peers.Setup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was measured is what the page says, and what people wrote in it stays. */
final class PerformancePageTest {
    private static final Row ECHO =
            new Row("echo", "an echo", Row.Kind.COST, Setup.DEFAULT, List.of(), Goal.atMost(0.75), Goal.atMost(0.4));
    private static final Row PUBLISH =
            new Row("publish", "to all", Row.Kind.COST, Setup.DEFAULT, List.of(), Goal.atMost(0.5), Goal.atMost(1));
    private static final Row LINEAR =
            new Row("linear", "many", Row.Kind.LINEARITY, Setup.DEFAULT, List.of(), Goal.NONE, Goal.NONE);

    private final Results results = new Results(
            List.of(ECHO, PUBLISH, LINEAR),
            List.of(
                    contender("parley", "Parley", "publish"),
                    contender("netty", "Netty", "publish"),
                    contender("bun", "Bun", "publish"),
                    contender("jetty", "Jetty")));

    @Test
    void ratiosHaveTheirSpreadAndTheGoalBesideThem() {
        measured("parley", 1, 2, 3);
        measured("netty", 2, 4, 5);
        measured("bun", 2, 4, 6);
        measured("jetty", 10, 10, 10);
        assertThat(page())
                .contains("| what is done | unit | Netty | Bun | Jetty |")
                .contains(
                        "| an echo | µs CPU a message | 0.50 (0.50–0.60), goal ≤ 0.75 ✓ | 0.50 (0.50–0.50), goal ≤ 0.40 ✗"
                                + " | 0.20 (0.10–0.30) |");
    }

    @Test
    void figuresAreThoseInTheMiddle() {
        measured("parley", 3, 1, 2);
        assertThat(page()).contains("| an echo | µs CPU a message | 2.00 (round of 2) | – | – | – |");
    }

    @Test
    void whatFailedSaysWhyAndHasNoRatio() {
        measured("parley", 1, 2);
        measured("netty", 2);
        results.cell(ECHO, "netty").fail("wrong answer: <b>|");
        results.cell(ECHO, "netty").fail("what came of that");
        assertThat(page())
                .contains("| 1.50 (round of 1) | failed: wrong answer: \\<b\\>\\| |")
                .contains("| an echo | µs CPU a message | –, goal ≤ 0.75 | –, goal ≤ 0.40 | – |")
                .doesNotContain("what came of that");
    }

    @Test
    void whatAServerDoesNotDoIsLeftEmpty() {
        assertThat(page())
                .contains("| to all | µs CPU a message | – | – | – |  |")
                .contains("| many | × the cost at 100 | – |  |  |  |")
                .doesNotContain("| many | × the cost at 100 |  |");
    }

    @Test
    void machineVersionsDateAndCommandAreTold() {
        assertThat(page())
                .startsWith("Measured on 2026-02-03 with `./compare --rounds 7`.")
                .contains("Some processor, 2 processors, Linux 6, JDK 25", "Parley 1.2, Netty 1.2", "pinned");
    }

    @Test
    void onlyWhatIsBetweenTheMarksIsWritten(@TempDir Path folder) throws IOException {
        Path page = Files.writeString(
                folder.resolve("page.md"), "before\n<!-- begin: written by ./compare -->\nold\n<!-- end -->\nafter\n");
        performance().rewrite(page);
        assertThat(Files.readString(page))
                .startsWith("before\n<!-- begin: written by ./compare -->\n\nMeasured on")
                .endsWith("\n<!-- end -->\nafter\n")
                .doesNotContain("old");
        Path other = Files.writeString(folder.resolve("other.md"), "no marks");
        assertThatThrownBy(() -> performance().rewrite(other)).hasMessageContaining("no place");
    }

    private void measured(String contender, double... values) {
        for (double value : values) {
            results.cell(ECHO, contender).add(new Figure(value, "round of " + (int) value));
        }
    }

    private String page() {
        return performance().toString();
    }

    private PerformancePage performance() {
        return new PerformancePage(
                new Machine("Some processor", 2, "Linux 6", "JDK 25"),
                LocalDate.of(2026, 2, 3),
                "./compare --rounds 7",
                "pinned",
                results);
    }

    private static Contender contender(String name, String title, String... rows) {
        return new Contender(name, title, "1.2", Set.of(rows), setup -> List.of(), Contender.Collection.JCMD);
    }
}
