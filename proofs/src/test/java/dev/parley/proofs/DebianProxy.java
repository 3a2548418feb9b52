package dev.parley.proofs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A proxy from Debian's packages on a free port of loopback, with what it writes into its log. */
final class DebianProxy implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Process process;
    private final int port;
    private final List<String> log = new CopyOnWriteArrayList<>();

    private DebianProxy(int port, List<String> command) throws IOException {
        this.port = port;
        this.process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Thread reader = new Thread(this::read, command.get(0));
        reader.setDaemon(true);
        reader.start();
    }

    /** One that speaks CONNECT. */
    static DebianProxy tinyproxy(Path directory, String... more) throws Exception {
        int port = freePort();
        String settings = "Port " + port + "\nListen 127.0.0.1\nTimeout 60\nMaxClients 50\nLogLevel Connect\n"
                + String.join("\n", more) + "\n";
        Path file = Files.writeString(Files.createTempFile(directory, "tinyproxy", ".conf"), settings);
        return new DebianProxy(port, List.of(program("tinyproxy"), "-d", "-c", file.toString())).awaitReady();
    }

    /** One that speaks SOCKS version 5 and asks for nothing. */
    static DebianProxy dante(Path directory) throws Exception {
        int port = freePort();
        String rule = " pass { from: 127.0.0.0/8 to: 0.0.0.0/0 log: error connect }\n";
        String settings = "logoutput: stderr\ninternal: 127.0.0.1 port = " + port
                + "\nexternal: lo\nclientmethod: none\nsocksmethod: none\nclient" + rule + "socks" + rule;
        Path file = Files.writeString(Files.createTempFile(directory, "danted", ".conf"), settings);
        return new DebianProxy(port, List.of(program("danted"), "-f", file.toString())).awaitReady();
    }

    /** One that speaks SOCKS version 5 and wants a user's name and password. */
    static DebianProxy microsocks(String user, String password) throws Exception {
        int port = freePort();
        return new DebianProxy(
                        port,
                        List.of(
                                program("microsocks"),
                                "-i",
                                "127.0.0.1",
                                "-p",
                                String.valueOf(port),
                                "-u",
                                user,
                                "-P",
                                password))
                .awaitReady();
    }

    int port() {
        return port;
    }

    /** A line of its log with this in it, once it is there. */
    String awaitLog(String part) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < deadline) {
            for (String line : log) {
                if (line.contains(part)) {
                    return line;
                }
            }
            Thread.sleep(10);
        }
        throw new IllegalStateException("The proxy did not say " + part + ", but " + log);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String program(String name) {
        return Stream.of("/usr/bin/", "/usr/sbin/")
                .map(directory -> directory + name)
                .filter(file -> Files.isExecutable(Path.of(file)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(name + " is missing: ./check installs it"));
    }

    private DebianProxy awaitReady() throws Exception {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < deadline && process.isAlive()) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return this;
            } catch (IOException notYet) {
                Thread.sleep(20);
            }
        }
        close();
        throw new IllegalStateException("The proxy did not start; it said " + log);
    }

    private void read() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                log.add(line);
            }
        } catch (IOException ended) {
            // as the process has
        }
    }

    /** With a signal that it can tell its children of. */
    @Override
    public void close() {
        process.toHandle().destroy();
        process.onExit().completeOnTimeout(null, 10, TimeUnit.SECONDS).join();
        process.destroyForcibly();
    }
}
