package dev.parley.proofs;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * A block of Java of the guide, as a class in a package of its own. Three kinds are told apart: types, which stand as they are; a
 * {@code main}, which gets a class around it; and statements, which become the body of a method in a {@link GuideSetting}. Imports are
 * those that the page has shown up to there, of types those of their block alone, and no others. The ports 8080 and 9090 give way to free ones. Immutable.
 */
final class GuideProgram extends SimpleJavaFileObject {
    private static final Pattern TYPE =
            Pattern.compile("(?m)^(?:public |final |abstract )*(?:class|interface|record|enum) (\\w+)");
    private static final Pattern MAIN = Pattern.compile("(?m)^public static void main\\(");
    private static final Pattern LOCAL = Pattern.compile("(?m)^(?!return)[A-Za-z][\\w.]*(?:<.*>)? (\\w+) =");
    private static final Pattern STARTS = Pattern.compile("\\bServer\\.start\\(|\\bvoid main\\(|\\bScript\\.open\\("
            + "|new (?:Reconnecting)?WebSocket(?:Stream)?\\((?:\"ws://127|url|destinations)");

    private final GuideBlock block;
    private final String name;
    private final String source;
    private final int port;
    private final int secondPort;

    private GuideProgram(GuideBlock block, String name, String source, int port, int secondPort) {
        super(URI.create("string:///" + name.replace('.', '/') + ".java"), Kind.SOURCE);
        this.block = block;
        this.name = name;
        this.source = source;
        this.port = port;
        this.secondPort = secondPort;
    }

    /** All of them, in the order of the blocks. */
    static Map<String, GuideProgram> of(Collection<GuideBlock> blocks) throws IOException {
        Map<String, Set<String>> imports = new HashMap<>();
        Map<String, GuideProgram> programs = new LinkedHashMap<>();
        for (GuideBlock block : blocks) {
            Set<String> shown = imports.computeIfAbsent(block.page(), page -> new LinkedHashSet<>());
            block.text().lines().filter(GuideProgram::isImport).forEach(shown::add);
            programs.put(block.id(), of(block, shown));
        }
        return programs;
    }

    private static GuideProgram of(GuideBlock block, Set<String> imports) throws IOException {
        int[] ports = freePorts();
        String code = block.text()
                .lines()
                .filter(line -> !isImport(line))
                .collect(Collectors.joining("\n"))
                .replace("ServerOptions.DEFAULT", "ServerOptions.DEFAULT.withPort(" + ports[0] + ")")
                .replace("\"docs/guide/", "\"../docs/guide/")
                .replaceAll("\\b8080\\b", Integer.toString(ports[0]))
                .replaceAll("\\b9090\\b", Integer.toString(ports[1]));
        String inPackage = "guide." + block.id().replaceAll("\\W+", "_").toLowerCase();
        Matcher type = TYPE.matcher(code);
        boolean isTypes = type.find();
        boolean isMain = !isTypes && MAIN.matcher(code).find();
        String body = isTypes
                ? code
                : isMain
                        ? "public class Block {\n" + code + "\n}"
                        : "public class Block extends dev.parley.proofs.GuideSetting {\n"
                                + "@Override public java.util.Map<String, Object> run() throws Exception {\n" + code
                                + "\nvar declared = new java.util.HashMap<String, Object>();\n"
                                + LOCAL.matcher(code)
                                        .results()
                                        .map(local -> "declared.put(\"%1$s\", %1$s);\n".formatted(local.group(1)))
                                        .collect(Collectors.joining())
                                + "return declared;\n}\n}";
        Set<String> shown =
                isTypes ? block.text().lines().filter(GuideProgram::isImport).collect(Collectors.toSet()) : imports;
        String source = "package " + inPackage + ";\n" + String.join("\n", shown) + "\n" + body + "\n";
        return new GuideProgram(
                block, inPackage + "." + (isTypes ? type.group(1) : "Block"), source, ports[0], ports[1]);
    }

    private static boolean isImport(String line) {
        return line.startsWith("import ");
    }

    /** Two that nobody has just now. */
    private static int[] freePorts() throws IOException {
        try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new int[] {one.getLocalPort(), other.getLocalPort()};
        }
    }

    /** What the compiler has against them; empty if nothing. */
    static String compile(Collection<GuideProgram> programs, Path classes) {
        StringWriter said = new StringWriter();
        List<String> options = List.of(
                "-d", classes.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none", "-nowarn");
        List<JavaFileObject> sources = new ArrayList<>(programs);
        boolean good = ToolProvider.getSystemJavaCompiler()
                .getTask(said, null, null, options, null, sources)
                .call();
        return good ? "" : said.toString();
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return source;
    }

    GuideBlock block() {
        return block;
    }

    String id() {
        return block.id();
    }

    /** Whether it starts something, or connects to something that is there. */
    boolean starts() {
        return STARTS.matcher(block.text()).find();
    }

    /** What stands for 8080. */
    int port() {
        return port;
    }

    /** What stands for 9090. */
    int secondPort() {
        return secondPort;
    }

    /** Its statements in their setting, ready to run. */
    GuideSetting setting(ClassLoader loader) throws ReflectiveOperationException {
        return (GuideSetting) loader.loadClass(name).getDeclaredConstructor().newInstance();
    }

    /** Its {@code main} in a process of its own. */
    Process start(Path classes, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classes + File.pathSeparator + System.getProperty("java.class.path"),
                name));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
