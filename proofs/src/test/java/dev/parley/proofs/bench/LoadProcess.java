package dev.parley.proofs.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** {@code parley bench} as a process of its own, pinned to its processor, against one server. */
final class LoadProcess implements AutoCloseable {
    /** Beyond its own time: it starts, and opens thousands of connections. */
    private static final long MAX_SECONDS_BESIDES = 120;

    private final Process process;
    private final double seconds;

    private LoadProcess(Process process, double seconds) {
        this.process = process;
        this.seconds = seconds;
    }

    static LoadProcess start(
            Path root, Pinning pinning, ServerProcess server, List<String> options, double warmUp, double seconds)
            throws Failed {
        List<String> command = new ArrayList<>(List.of(
                root.resolve("parley").toString(),
                "bench",
                server.address(),
                "--json",
                "--pid",
                Long.toString(server.pid()),
                "--warm-up",
                Double.toString(warmUp),
                "--time",
                Double.toString(seconds)));
        command.addAll(options);
        try {
            Process process = new ProcessBuilder(pinning.load(command)).start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new LoadProcess(process, warmUp + seconds);
        } catch (IOException e) {
            throw new Failed("the load cannot be started: " + e.getMessage());
        }
    }

    /** Waits for its end, and what it says. */
    JsonNode result() throws Failed, InterruptedException {
        try {
            // Each is less than a pipe holds.
            if (!process.waitFor((long) seconds + MAX_SECONDS_BESIDES, TimeUnit.SECONDS)) {
                throw new Failed("the load did not end");
            }
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.exitValue() != 0) {
                throw new Failed(err.replaceFirst("^parley: ", ""));
            }
            return new ObjectMapper().readTree(out);
        } catch (IOException e) {
            throw new Failed("the load said nothing: " + e.getMessage());
        } finally {
            close();
        }
    }

    boolean isRunning() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
