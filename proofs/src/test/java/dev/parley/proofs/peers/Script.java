package dev.parley.proofs.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The scripts of {@code src/test/peers}, where {@code ./check --peers} installed them beside their libraries. Stateless. */
final class Script {
    private static final Path FOLDER = Path.of("target", "peers");

    private Script() {}

    static PeerServer serverOnNode(String script) throws Exception {
        return PeerProcess.server(FOLDER, List.of("node", script));
    }

    static PeerServer serverOnBun(String script) throws Exception {
        return PeerProcess.server(FOLDER, List.of(bun(), script));
    }

    static PeerClient clientOnNode(String script) {
        return PeerProcess.client(FOLDER, List.of("node", script));
    }

    static PeerClient clientOnBun(String script) throws IOException {
        return PeerProcess.client(FOLDER, List.of(bun(), script));
    }

    /** Bun's program, which npm brings as a package of its own for each kind of machine. */
    private static String bun() throws IOException {
        try (Stream<Path> kinds = Files.list(FOLDER.resolve("node_modules/@oven"))) {
            return kinds.map(kind -> kind.resolve("bin/bun"))
                    .filter(Files::isExecutable)
                    .map(Path::toAbsolutePath)
                    .findFirst()
                    .orElseThrow(() -> new IOException("npm brought no Bun for this machine."))
                    .toString();
        }
    }
}
