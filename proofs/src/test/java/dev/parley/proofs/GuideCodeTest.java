package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every block of Java in the pages about running a server compiles, with no more imports than it shows. */
final class GuideCodeTest {
    private static final Path GUIDE = Path.of("..", "docs", "guide");
    private static final List<String> PAGES = List.of("blocking-code.md", "metrics.md", "shutdown.md");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```java\n(.*?)^```");

    @TempDir
    private Path classes;

    @Test
    void everyBlockCompiles() throws Exception {
        List<JavaFileObject> blocks = new ArrayList<>();
        for (String page : PAGES) {
            BLOCK.matcher(Files.readString(GUIDE.resolve(page)))
                    .results()
                    .forEach(block -> blocks.add(new Block(page, blocks.size(), block.group(1))));
        }
        assertThat(blocks).hasSizeGreaterThan(5);
        assertThat(compile(blocks)).isEmpty();
    }

    /** The control. */
    @Test
    void aBlockThatIsWrongIsFound() {
        assertThat(compile(List.of(new Block("no page", 0, "String s = 1;\n")))).contains("incompatible types");
    }

    private String compile(List<JavaFileObject> blocks) {
        StringWriter said = new StringWriter();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> options = List.of(
                "-d", classes.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none", "-nowarn");
        boolean good = compiler.getTask(said, null, null, options, null, blocks).call();
        return good ? "" : said.toString();
    }

    /** Statements, put into a method of a class. */
    private static final class Block extends SimpleJavaFileObject {
        private final String source;

        Block(String page, int number, String block) {
            super(URI.create("string:///Block" + number + ".java"), Kind.SOURCE);
            String imports =
                    block.lines().filter(line -> line.startsWith("import ")).collect(Collectors.joining("\n"));
            String statements =
                    block.lines().filter(line -> !line.startsWith("import ")).collect(Collectors.joining("\n"));
            source = imports + "\n/** " + page + " */ class Block" + number + " {\nvoid run() throws Exception {\n"
                    + statements + "\n}\n}\n";
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
        }
    }
}
