package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every block of Java in the guide and in the modules' own pages compiles: with no more imports than it shows, or, where it shows none, in the
 * frame of its page. Those that stand word for word in a test are compiled, and run, there.
 */
final class GuideCodeTest {
    private static final Path ROOT = Path.of("..");
    private static final Path TESTS = Path.of("src", "test", "java", "dev", "parley", "proofs");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```java\n(.*?)^```");

    /** What the blocks of a page take for known: imports, and what their reader has. */
    private static final Map<String, String> FRAMES = Map.of("client.md", """
            import dev.parley.client.*;
            import java.net.*;
            import java.nio.file.Path;
            import java.security.KeyStore;
            import java.time.Duration;
            import java.util.Optional;
            class Frame {
                WebSocketOptions options;
                String key;
                KeyStore keyStore;
                char[] password;
                ProxySelector selector;
            }""");

    @TempDir
    private Path classes;

    @Test
    void everyBlockCompiles() throws Exception {
        String tests = tests();
        List<JavaFileObject> blocks = new ArrayList<>();
        for (Path page : pages()) {
            String name = page.getFileName().toString();
            for (String block : blocksOf(page)) {
                if (!tests.contains(folded(block))) {
                    blocks.add(new Block(name, blocks.size(), block));
                }
            }
        }
        assertThat(blocks).hasSizeGreaterThan(5);
        assertThat(compile(blocks)).isEmpty();
    }

    /** The control. */
    @Test
    void aBlockThatIsWrongIsFound() {
        assertThat(compile(List.of(new Block("no page", 0, "String s = 1;\n")))).contains("incompatible types");
        assertThat(compile(List.of(new Block("no page", 0, "List.of();\n")))).contains("cannot find symbol");
        assertThat(compile(List.of(new Block("client.md", 0, "options.withNothing();\n"))))
                .contains("cannot find symbol");
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        try (Stream<Path> guide = Files.list(ROOT.resolve(Path.of("docs", "guide")))) {
            guide.filter(page -> page.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        pages.add(ROOT.resolve("README.md"));
        try (Stream<Path> modules = Files.list(ROOT)) {
            modules.map(module -> module.resolve("README.md"))
                    .filter(Files::exists)
                    .sorted()
                    .forEach(pages::add);
        }
        return pages;
    }

    private static List<String> blocksOf(Path page) throws IOException {
        return BLOCK.matcher(Files.readString(page))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    /** The text of all tests, folded. */
    private static String tests() throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> tests = Files.list(TESTS)) {
            for (Path test :
                    tests.filter(file -> file.toString().endsWith("Test.java")).toList()) {
                text.append(folded(Files.readString(test)));
            }
        }
        return text.toString();
    }

    /** How lines are broken is the formatter's. */
    private static String folded(String code) {
        return code.replaceAll("\\s+", "");
    }

    private String compile(List<JavaFileObject> blocks) {
        StringWriter said = new StringWriter();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> options = List.of(
                "-d", classes.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none", "-nowarn");
        boolean good = compiler.getTask(said, null, null, options, null, blocks).call();
        return good ? "" : said.toString();
    }

    /** Statements, put into a method of a class; or members, if they begin with one. */
    private static final class Block extends SimpleJavaFileObject {
        private final String source;

        Block(String page, int number, String block) {
            super(URI.create("string:///Block" + number + ".java"), Kind.SOURCE);
            String imports =
                    block.lines().filter(line -> line.startsWith("import ")).collect(Collectors.joining("\n"));
            String body =
                    block.lines().filter(line -> !line.startsWith("import ")).collect(Collectors.joining("\n"));
            String members =
                    body.strip().startsWith("public ") ? body : "void run() throws Exception {\n" + body + "\n}";
            String frame =
                    imports.isEmpty() ? FRAMES.getOrDefault(page, "class Frame {}") : imports + "\nclass Frame {}";
            source = frame.replace("class Frame", "class Frame" + number) + "\n/** " + page + " */ class Block" + number
                    + " extends Frame" + number + " {\n" + members + "\n}\n";
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
        }
    }
}
