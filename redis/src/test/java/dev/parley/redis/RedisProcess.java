package dev.parley.redis;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A redis-server of Debian's, on loopback, which may be killed, stopped and started again. One caller at a time. */
final class RedisProcess implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;
    private static final Set<Integer> TAKEN = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final List<String> settings;
    private final int port;
    private Process process;

    /** @param settings as on its command line, such as {@code --appendonly yes} */
    RedisProcess(Path directory, String... settings) throws Exception {
        this(directory, freePort(), settings);
    }

    RedisProcess(Path directory, int port, String... settings) throws Exception {
        this.directory = Files.createDirectories(directory);
        this.settings = List.of(settings);
        this.port = port;
        start();
    }

    /** A sentinel, with all that it watches in a file. */
    static RedisProcess sentinel(Path directory, Path file) throws Exception {
        return new RedisProcess(directory, file.toString(), "--sentinel");
    }

    static int freePort() throws IOException {
        // Below those that the kernel gives to who connects, so that nobody has it when this comes back to it.
        for (int port = 17_000 + (int) (ProcessHandle.current().pid() * 101 % 5_000); ; port++) {
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                if (free.isBound() && port + 10_000 < 32_768 && TAKEN.add(port)) {
                    return port;
                }
            } catch (IOException e) {
                // Taken.
            }
        }
    }

    int port() {
        return port;
    }

    String address() {
        return "redis://127.0.0.1:" + port;
    }

    /** Starts it, and waits until it answers. */
    void start() throws Exception {
        List<String> command = new ArrayList<>(List.of("redis-server"));
        List<String> common = List.of("--port", "" + port, "--bind", "127.0.0.1", "--dir", directory.toString());
        if (settings.contains("--sentinel")) { // whose file comes first
            command.add(settings.get(0));
            command.addAll(common);
            command.add("--sentinel");
        } else {
            command.addAll(common);
            command.addAll(List.of("--save", ""));
            command.addAll(settings);
        }
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("log").toFile()))
                .start();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() - deadline > 0) {
                throw new AssertionError("redis-server does not start: " + Files.readString(directory.resolve("log")));
            }
            Thread.sleep(20);
        }
    }

    private boolean answers() {
        if (settings.contains("--tls-port")) {
            return logged("Ready to accept connections") || logged("Server initialized");
        }
        return tell("PING").matches("(?s)(\\+PONG|-NOAUTH|-NOPERM|-DENIED).*");
    }

    private boolean logged(String line) {
        try {
            return Files.readString(directory.resolve("log")).contains(line);
        } catch (IOException e) {
            return false;
        }
    }

    /** Says a command, as a line; what it answers first. */
    String tell(String command) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
            InputStream in = socket.getInputStream();
            byte[] some = new byte[8_192];
            int read = in.read(some);
            return read < 0 ? "" : new String(some, 0, read, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    long pid() {
        return process.pid();
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** @param name such as {@code STOP} */
    void signal(String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor();
    }

    @Override
    public void close() {
        kill();
    }
}
