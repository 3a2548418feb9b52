package dev.parley.proofs.bench;

import dev.parley.proofs.bench.Contender.Collection;
import dev.parley.proofs.peers.Setup;
import dev.parley.proofs.peers.Versions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** All servers that are compared, ours first. Stateless. */
final class Contenders {
    static final String OURS = "parley";
    static final String NETTY = "netty";
    static final String BUN = "bun";

    private static final Set<String> ALL_ROWS = Set.of("wss", "publish");
    private static final Set<String> ECHOES = Set.of();

    /**
     * What {@code ./parley} gives to the virtual machine, and no more: without these Netty on a new JDK does without the direct access to
     * memory that it has on older ones.
     */
    private static final List<String> JVM_OPTIONS =
            List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

    private Contenders() {}

    static List<Contender> all(Path root) {
        return List.of(
                new Contender(
                        OURS, "Parley", version("parley-net"), ALL_ROWS, setup -> ours(root, setup), Collection.JCMD),
                java(NETTY, "Netty's codec", "netty-codec-http", "netty-s-codec-server", ALL_ROWS),
                script(BUN, "Bun", () -> List.of(Scripts.bun(), "bun-server.mjs")),
                script("ws", "ws on Node.js", () -> List.of("node", "--expose-gc", "ws-server.mjs")),
                compiled("vertx", "Vert.x", "vertx-core", "VertxServer"),
                java("undertow", "Undertow", "undertow-core", "undertow-server", ECHOES),
                java("jetty", "Jetty", "jetty-websocket-jetty-server", "jetty-server", ECHOES),
                compiled("helidon", "Helidon", "helidon-webserver-websocket", "HelidonServer"),
                java("java-websocket", "Java-WebSocket", "Java-WebSocket", "java-websocket-server", ECHOES),
                java("tyrus", "Tyrus on Grizzly", "tyrus-server", "tyrus-on-grizzly-server", ECHOES));
    }

    private static List<String> ours(Path root, Setup setup) {
        List<String> command = new ArrayList<>(List.of(
                root.resolve("parley").toString(), "serve", "--port", "0", "--threads", "1", "--max-message", "16m"));
        if (setup.isSecure()) {
            command.addAll(List.of("--tls-cert", setup.identity() + ".pem", "--tls-key", setup.identity() + ".key"));
        }
        return command;
    }

    private static Contender java(String name, String title, String artifact, String slug, Set<String> rows) {
        return new Contender(name, title, version(artifact), rows, peer(slug), Collection.JCMD);
    }

    private static Contender compiled(String name, String title, String artifact, String server) {
        return new Contender(
                name,
                title,
                version(artifact),
                ECHOES,
                setup -> jvm(Scripts.compiled(server) + ":" + classPath(), server),
                Collection.JCMD);
    }

    private static Function<Setup, List<String>> peer(String slug) {
        return setup -> jvm(classPath(), "dev.parley.proofs.peers.JavaPeer", slug);
    }

    private static List<String> jvm(String classPath, String... mainAndArguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= 23) {
            command.addAll(JVM_OPTIONS);
        }
        command.addAll(List.of("-cp", classPath));
        command.addAll(List.of(mainAndArguments));
        return command;
    }

    /** A command that looks for what npm brought, when it is wanted. */
    private interface Command {
        List<String> command() throws IOException;
    }

    private static Contender script(String name, String title, Command command) {
        Function<Setup, List<String>> found = setup -> {
            try {
                return command.command();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        };
        return new Contender(name, title, Versions.ofNpm(name), ALL_ROWS, found, Collection.HTTP);
    }

    private static String classPath() {
        return System.getProperty("java.class.path");
    }

    /** From the name of its jar, which is what runs. */
    private static String version(String artifact) {
        Matcher jar = Pattern.compile("/" + Pattern.quote(artifact) + "-(\\d[^/:]*)\\.jar")
                .matcher(classPath());
        return jar.find() ? jar.group(1).replace(".Final", "") : "";
    }
}
