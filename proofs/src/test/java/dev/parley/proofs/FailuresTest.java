package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The catalogue of failures in {@code docs/failures.md} names tests that exist, at least one for each. */
final class FailuresTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern TEST = Pattern.compile("`(\\w+Test)\\.(\\w+)`");

    @Test
    void everyFailureHasATestThatExists() throws IOException {
        List<String> rows = Files.readAllLines(ROOT.resolve("docs/failures.md")).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| what happened"))
                .toList();
        assertThat(rows)
                .hasSizeGreaterThan(40)
                .allMatch(row -> TEST.matcher(row).find());
        Map<String, String> sources = sources();
        assertThat(rows.stream().flatMap(row -> TEST.matcher(row).results()).filter(named -> !exists(named, sources)))
                .extracting(MatchResult::group)
                .isEmpty();
    }

    private static boolean exists(MatchResult named, Map<String, String> sources) {
        return sources.getOrDefault(named.group(1) + ".java", "").contains("void " + named.group(2) + "(");
    }

    /** The text of every test class, by the name of its file. */
    private static Map<String, String> sources() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            return modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .flatMap(FailuresTest::tests)
                    .collect(Collectors.toMap(path -> path.getFileName().toString(), FailuresTest::read, (a, b) -> a));
        }
    }

    private static Stream<Path> tests(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(path -> path.toString().endsWith("Test.java")).toList().stream();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
