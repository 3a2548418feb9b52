package dev.parley.proofs.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Which processor servers and load run on: one each, so that neither is counted for what the other does to its caches. Immutable.
 *
 * @param possible whether there are two, and {@code taskset} to choose by
 */
record Pinning(boolean possible) {
    private static final String SERVER = "0";
    private static final String LOAD = "1";

    static Pinning ofThisMachine() throws InterruptedException {
        return new Pinning(works(SERVER) && works(LOAD));
    }

    private static boolean works(String processor) throws InterruptedException {
        try {
            return new ProcessBuilder("taskset", "-c", processor, "true")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    List<String> server(List<String> command) {
        return pinned(SERVER, command);
    }

    List<String> load(List<String> command) {
        return pinned(LOAD, command);
    }

    private List<String> pinned(String processor, List<String> command) {
        if (!possible) {
            return command;
        }
        List<String> all = new ArrayList<>(List.of("taskset", "-c", processor));
        all.addAll(command);
        return all;
    }

    /** For people. */
    String description() {
        return possible
                ? "each server on processor " + SERVER + ", the load on processor " + LOAD
                : "NOT pinned: taskset or a second processor is missing, so servers and load disturb each other";
    }

    static boolean isLinux() {
        return Files.isReadable(Path.of("/proc/self/stat"));
    }
}
