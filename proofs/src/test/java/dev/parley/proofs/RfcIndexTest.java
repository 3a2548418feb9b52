package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every MUST of RFC 6455 and RFC 7692 is cited where it is obeyed and where that is tested, in the words of the RFC. */
@Tag("one-jdk")
final class RfcIndexTest {
    private static RfcCoverage coverage;

    @BeforeAll
    static void readEverything() throws IOException {
        String exceptions = Files.readString(root().resolve("docs/rfc-exceptions.md"));
        coverage =
                new RfcCoverage(RfcFingerprintFile.readAll(), Citation.inProject(root()), RfcException.in(exceptions));
    }

    /** The folder of the project. */
    static Path root() {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("ARCHITECTURE.md"))) {
            root = root.getParent();
        }
        return root;
    }

    @Test
    void everyQuotationHasTheWordsOfItsSection() {
        assertThat(coverage.wrongQuotations()).isEmpty();
    }

    @Test
    void everyRequirementHasCodeAndATestOrAReason() {
        assertThat(coverage.missing()).isEmpty();
    }

    @Test
    void noExceptionIsStale() {
        assertThat(coverage.staleExceptions()).isEmpty();
    }

    @Test
    void theIndexIsUpToDate() throws IOException {
        Path file = root().resolve("docs/rfc-index.md");
        String index = RfcIndex.markdown(coverage);
        if ("write".equals(System.getProperty("rfc.index"))) {
            Files.writeString(file, index);
        }
        assertThat(Files.readString(file))
                .as("%s is out of date: run this test with -Drfc.index=write, and commit what it wrote", file)
                .isEqualTo(index);
    }
}
