package dev.parley.proofs.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is asked for is what is measured. */
final class BenchOptionsTest {
    private static final List<Contender> CONTENDERS = Contenders.all(Path.of(".."));
    private static final List<Row> ROWS = Rows.all(Path.of("identity"));

    @Test
    void unlessSaidOtherwiseAllRowsAreMeasuredOfOursNettyAndBun() {
        BenchOptions options = BenchOptions.of();
        assertThat(options.rounds()).isEqualTo(3);
        assertThat(options.isWhole()).isTrue();
        assertThat(options.rows(ROWS)).isEqualTo(ROWS);
        assertThat(options.contenders(CONTENDERS))
                .extracting(Contender::name)
                .containsExactly("parley", "netty", "bun");
    }

    @Test
    void oursIsAlwaysAmongThem() {
        assertThat(BenchOptions.of("--peers", "ws,jetty").contenders(CONTENDERS))
                .extracting(Contender::name)
                .containsExactly("parley", "ws", "jetty");
        assertThat(BenchOptions.of("--peers", "all").contenders(CONTENDERS)).isEqualTo(CONTENDERS);
    }

    @Test
    void thePageIsMadeOfAWholeComparisonOnly() {
        assertThat(BenchOptions.of("--peers", "all", "--rounds", "7").isWhole()).isTrue();
        assertThat(BenchOptions.of("--quick").isWhole()).isFalse();
        assertThat(BenchOptions.of("--rounds", "2").isWhole()).isFalse();
        assertThat(BenchOptions.of("--rows", "small").isWhole()).isFalse();
        assertThat(BenchOptions.of("--peers", "netty").isWhole()).isFalse();
    }

    @Test
    void quickMeansFewerRoundsUnlessTheyAreTold() {
        assertThat(BenchOptions.of("--quick").rounds()).isEqualTo(2);
        assertThat(BenchOptions.of("--quick", "--rounds", "9").rounds()).isEqualTo(9);
    }

    @Test
    void whatCannotBeUnderstoodSaysWhatThereIs() {
        assertThatThrownBy(() -> BenchOptions.of("--peers", "jety").contenders(CONTENDERS))
                .hasMessageContaining("jety")
                .hasMessageContaining("jetty");
        assertThatThrownBy(() -> BenchOptions.of("--rows", "tiny").rows(ROWS)).hasMessageContaining("small");
        assertThatThrownBy(() -> BenchOptions.of("--fast")).hasMessageContaining("--fast");
        assertThatThrownBy(() -> BenchOptions.of("--rounds")).hasMessageContaining("--rounds needs a value");
        assertThatThrownBy(() -> BenchOptions.of("--rounds", "0")).hasMessageContaining("0");
    }

    @Test
    void theHelpNamesAllRowsAndServers() throws Exception {
        String script = Files.readString(Path.of("..", "compare"));
        assertThat(script)
                .contains(String.join(" ", ROWS.stream().map(Row::name).toList()));
        assertThat(CONTENDERS).allSatisfy(each -> assertThat(script).containsPattern("\\b" + each.name() + "\\b"));
    }

    @Test
    void aStepIsTakenForEachServerThatDoesTheRow() {
        List<Row> small = BenchOptions.of("--rows", "small,linear").rows(ROWS);
        List<Contender> usual = BenchOptions.of().contenders(CONTENDERS);
        assertThat(Comparison.steps(small, usual, 5)).isEqualTo(3 * 6 + 6);
        assertThat(Comparison.steps(BenchOptions.of("--rows", "memory").rows(ROWS), usual, 5))
                .isEqualTo(3 * 5);
    }
}
