package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What stands in several places says the same in each. */
final class GuideTest {
    @Test
    void theLoopForAClientIsOne() throws Exception {
        String loop = loop(Path.of("..", "docs", "guide", "conformance.md"));
        assertThat(loop).contains("new WebSocket(");
        assertThat(loop(Path.of("..", "probe", "README.md"))).isEqualTo(loop);
        Path code = Path.of("..", "probe", "src", "main", "java", "dev", "parley", "probe", "ClientProbe.java");
        assertThat(Files.readString(code).replaceAll("(?m)^ \\* ?", "")).contains(loop);
    }

    private static String loop(Path page) throws Exception {
        String text = Files.readString(page);
        int begin = text.indexOf("```js\n") + 6;
        return text.substring(begin, text.indexOf("```", begin));
    }
}
