package dev.parley.proofs.bench;

import dev.parley.proofs.peers.Setup;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** What is not compiled with the tests: the scripts beside the libraries that npm brought, and two servers. Stateless. */
final class Scripts {
    /** Where {@code ./compare} put them, from the folder of this module. */
    static final Path FOLDER = Path.of("target", "peers").toAbsolutePath();

    private Scripts() {}

    /** Bun's program, which npm brings as a package of its own for each kind of machine. */
    static String bun() throws IOException {
        try (Stream<Path> kinds = Files.list(FOLDER.resolve("node_modules/@oven"))) {
            return kinds.map(kind -> kind.resolve("bin/bun"))
                    .filter(Files::isExecutable)
                    .map(Path::toString)
                    .findFirst()
                    .orElseThrow(() -> new IOException("npm brought no Bun for this machine"));
        }
    }

    /**
     * The folder with the classes of a server that is compiled now, by the JDK of this process.
     *
     * @throws IllegalStateException if this JDK is too old for it
     */
    static Path compiled(String server) {
        Path classes = FOLDER.resolve("classes").resolve(server);
        try {
            Files.createDirectories(classes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        said,
                        said,
                        "-proc:none",
                        "-nowarn",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        classes.toString(),
                        FOLDER.resolve(server + ".java").toString());
        if (status != 0) {
            throw new IllegalStateException("JDK " + Runtime.version().feature() + " does not compile it: "
                    + said.toString().lines().findFirst().orElse(""));
        }
        return classes;
    }

    /** What every process is to find in its environment. */
    static void tell(Setup setup, ProcessBuilder process) {
        process.environment().putAll(setup.environment());
    }
}
