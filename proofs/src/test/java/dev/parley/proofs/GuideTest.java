package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import picocli.CommandLine;

/**
 * What the pages show is right, whichever page and whatever language: Java compiles, the options of commands are there, links lead
 * somewhere. What the programs do is in {@link GuideRunsTest}, and in {@link GuideScriptsTest} for JavaScript.
 */
@Tag("one-jdk")
final class GuideTest {
    /** Those for proxies are run by {@link BehindAProxyTest}. */
    private static final Set<String> LANGUAGES = Set.of("", "java", "js", "sh", "xml", "nginx", "haproxy");

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(?:#[^)]*)?\\)");
    private static final Pattern OPTION = Pattern.compile("(?<=\\s)--[a-z-]+");

    private static List<GuideBlock> in(String language) throws Exception {
        return GuideBlock.all().stream()
                .filter(block -> block.language().equals(language))
                .toList();
    }

    @Test
    void everyLanguageIsOneThatIsLookedAt() throws Exception {
        assertThat(GuideBlock.all())
                .hasSizeGreaterThan(60)
                .allSatisfy(block -> assertThat(LANGUAGES).as(block.page()).contains(block.language()));
        assertThat(GuideBlock.all())
                .filteredOn(block -> Set.of("nginx", "haproxy").contains(block.language()))
                .allSatisfy(block -> assertThat(block.page()).isEqualTo("behind-a-proxy.md"));
    }

    @Test
    void javaCompilesWithTheImportsThatThePageShows(@TempDir Path classes) throws Exception {
        assertThat(GuideProgram.compile(GuideProgram.of(in("java")).values(), classes))
                .isEmpty();
    }

    /** The control. */
    @Test
    void javaThatIsWrongIsFound(@TempDir Path classes) throws Exception {
        List<GuideBlock> wrong = List.of(
                new GuideBlock("no.md", "java", 1, "String s = 1;\n"),
                new GuideBlock("no.md", "java", 2, "var all = List.of();\n"));
        assertThat(GuideProgram.compile(GuideProgram.of(wrong).values(), classes))
                .contains("incompatible types", "cannot find symbol");
    }

    @Test
    void commandsHaveTheOptionsThatAreShown() throws Exception {
        List<String> wrong = new ArrayList<>();
        for (GuideBlock block : in("sh")) {
            for (String line : block.text().lines().toList()) {
                try {
                    parse(line.replaceAll("(^| )#.*", "")
                            .replaceAll("[&|].*", "")
                            .strip());
                } catch (CommandLine.ParameterException | IllegalArgumentException e) {
                    wrong.add(block.id() + ": " + line + ": " + e.getMessage());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static void parse(String command) throws Exception {
        String[] words = command.replace("'", "").replace("…", "1").split("\\s+");
        switch (words[0]) {
            case "parley", "./parley" -> {
                Method reads = Class.forName("dev.parley.cli.Parley").getDeclaredMethod("commandLine", String[].class);
                reads.setAccessible(true);
                String[] arguments = List.of(words).subList(1, words.length).toArray(String[]::new);
                CommandLine reading = (CommandLine) reads.invoke(null, (Object) arguments);
                reading.setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments);
            }
            case "./check", "./compare" -> {
                String script = Files.readString(GuideBlock.ROOT.resolve(words[0]))
                        + Files.readString(Path.of(
                                "src", "test", "java", "dev", "parley", "proofs", "bench", "BenchOptions.java"));
                OPTION.matcher(command).results().map(MatchResult::group).forEach(option -> {
                    if (!script.contains(option)) {
                        throw new IllegalArgumentException("there is no " + option);
                    }
                });
            }
            case "", "curl", "git", "jcmd", "mvn", "promtool" -> {} // not ours
            default -> throw new IllegalArgumentException("which command is that?");
        }
    }

    @Test
    void theDependencyIsOneThatTheBuildMakes() throws Exception {
        for (GuideBlock block : in("xml")) {
            Document xml = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(block.text())));
            assertThat(text(xml, "groupId")).isEqualTo("dev.parley");
            assertThat(GuideBlock.ROOT.resolve(text(xml, "artifactId").replace("parley-", "")))
                    .isDirectory();
            assertThat(text(xml, "version")).isEqualTo(System.getProperty("version.parley"));
        }
    }

    private static String text(Document xml, String element) {
        return xml.getElementsByTagName(element).item(0).getTextContent();
    }

    @Test
    void linksLeadSomewhereAndTheIndexNamesEveryPage() throws Exception {
        for (Path page : GuideBlock.pages()) {
            assertThat(LINK.matcher(Files.readString(page)).results().map(link -> link.group(1)))
                    .as(page.toString())
                    .filteredOn(link -> !link.contains(":"))
                    .allSatisfy(link -> assertThat(page.resolveSibling(link)).exists());
        }
        String index = Files.readString(GuideBlock.FOLDER.resolve("README.md"));
        for (Path page : GuideBlock.pages()) {
            String name = page.getFileName().toString();
            assertThat(name.equals("README.md") || index.contains("](" + name + ")"))
                    .as("%s in the index", page)
                    .isTrue();
        }
        assertThat(Files.readString(GuideBlock.ROOT.resolve("README.md"))).contains("](docs/guide/README.md)");
    }

    /** It stands in several places. */
    @Test
    void theLoopForAClientIsOne() throws Exception {
        String loop = loop(GuideBlock.FOLDER.resolve("conformance.md"));
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
