package dev.parley.proofs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code parley} as a process of its own, from the jar that the build made, as a user runs it. */
final class ServeProcess implements AutoCloseable {
    private static final Pattern READY =
            Pattern.compile("parley listening on (https?)://(.+):(\\d+)/ \\((\\w+), (\\d+) loops?\\)");
    private static final long PATIENCE_SECONDS = 30;

    private final Process process;
    private final List<String> out = Collections.synchronizedList(new ArrayList<>());
    private final List<String> err = Collections.synchronizedList(new ArrayList<>());
    private final CompletableFuture<Matcher> ready = new CompletableFuture<>();
    private final List<Thread> readers = new ArrayList<>();

    private ServeProcess(List<String> jvm, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx256m");
        command.addAll(jvm);
        command.addAll(List.of("-jar", System.getProperty("parley.jar")));
        command.addAll(arguments);
        process = new ProcessBuilder(command).start();
        readers.add(read(process.getInputStream(), out));
        readers.add(read(process.getErrorStream(), err));
    }

    /** Runs {@code parley} with these arguments. */
    static ServeProcess run(String... arguments) throws IOException {
        return new ServeProcess(List.of(), List.of(arguments));
    }

    /** Runs {@code parley serve} on a free port and waits until it says that it is ready. */
    static ServeProcess serve(String... options) throws Exception {
        return serveIn(List.of(), options);
    }

    /** The same, on a port that is free, or will be. */
    static ServeProcess serveAt(int port, String... options) throws Exception {
        return serve(List.of(), port, options);
    }

    /** The same, in a virtual machine with these options. */
    static ServeProcess serveIn(List<String> jvm, String... options) throws Exception {
        return serve(jvm, 0, options);
    }

    private static ServeProcess serve(List<String> jvm, int port, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("serve", "--port", Integer.toString(port)));
        arguments.addAll(List.of(options));
        ServeProcess served = new ServeProcess(jvm, arguments);
        try {
            served.ready.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            served.close();
            throw new IllegalStateException("It did not get ready. It said: " + served.out + served.err, e);
        }
        return served;
    }

    int port() {
        return Integer.parseInt(ready.join().group(3));
    }

    long pid() {
        return process.pid();
    }

    String transport() {
        return ready.join().group(4);
    }

    /** An address on it, for instance {@code address("ws", "/echo")}. */
    String address(String scheme, String path) {
        return scheme + "://127.0.0.1:" + port() + path;
    }

    List<String> standardOutput() {
        return List.copyOf(out);
    }

    /** The first line of standard output with this in it, once it is there. */
    String awaitOutput(String part) throws InterruptedException {
        return await(part, out);
    }

    /** The same of standard error. */
    String awaitError(String part) throws InterruptedException {
        return await(part, err);
    }

    private String await(String part, List<String> lines) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < deadline) {
            for (String line : List.copyOf(lines)) {
                if (line.contains(part)) {
                    return line;
                }
            }
            Thread.sleep(10);
        }
        throw new IllegalStateException("It did not say " + part + ", but " + out + err);
    }

    List<String> standardError() {
        return List.copyOf(err);
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** Sends SIGTERM. */
    void terminate() {
        process.toHandle().destroy(); // Process.destroy would close the streams, and lose what was said last
    }

    /** Sends SIGKILL. */
    void kill() {
        process.destroyForcibly();
    }

    /** Waits for the end, and for all of what was said; returns the exit status. */
    int awaitExit() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("It still runs.");
        }
        for (Thread reader : readers) {
            reader.join();
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private Thread read(InputStream stream, List<String> lines) {
        Thread thread = new Thread(() -> {
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    lines.add(line);
                    Matcher matcher = READY.matcher(line);
                    if (matcher.matches()) {
                        ready.complete(matcher);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                if (lines == out) {
                    ready.completeExceptionally(new IOException("It ended."));
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
