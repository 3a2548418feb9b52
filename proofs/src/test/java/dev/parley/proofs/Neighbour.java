package dev.parley.proofs;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A proxy as Debian has it, as a process of its own, with the configuration that stands in the guide. */
final class Neighbour implements AutoCloseable {
    private static final Path GUIDE = Path.of("..", "docs", "guide", "behind-a-proxy.md");
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Process process;
    final int port;

    private Neighbour(Process process, int port, Path log) throws Exception {
        this.process = process;
        this.port = port;
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!listens(port)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw new IllegalStateException("It does not listen. It said: " + Files.readString(log));
            }
            Thread.sleep(10);
        }
    }

    /** nginx, with the block of the guide. */
    static Neighbour nginx(Path directory, int upstream, PemFiles tls) throws Exception {
        int port = freePort();
        String block = block("nginx")
                .replace("listen 443 ssl", "listen 127.0.0.1:" + port + " ssl")
                .replace("127.0.0.1:8080", "127.0.0.1:" + upstream)
                .replace("/etc/ssl/example.org.pem", tls.certificate().toString())
                .replace("/etc/ssl/example.org.key", tls.key().toString());
        Path all = Files.writeString(
                directory.resolve("nginx.conf"),
                "daemon off; pid nginx.pid; error_log stderr; events {}\n"
                        + "http { access_log off; client_body_temp_path t1; proxy_temp_path t2; fastcgi_temp_path t3;"
                        + " uwsgi_temp_path t4; scgi_temp_path t5;\n" + block + "\n}\n");
        return start(directory, port, "nginx", "-e", "stderr", "-p", directory.toString(), "-c", all.toString());
    }

    /** HAProxy, with the block of the guide that begins with this line. */
    static Neighbour haproxy(Path directory, String which, int upstream, PemFiles tls) throws Exception {
        int port = freePort();
        String block = block("haproxy\n# " + which)
                .replace("bind :443", "bind 127.0.0.1:" + port)
                .replaceAll("127\\.0\\.0\\.1:8\\d{3}", "127.0.0.1:" + upstream)
                .replace("/etc/haproxy/example.org.pem", tls.both().toString());
        Path all = Files.writeString(directory.resolve("haproxy-" + port + ".cfg"), block);
        return start(directory, port, "haproxy", "-db", "-f", all.toString());
    }

    private static Neighbour start(Path directory, int port, String... command) throws Exception {
        Path executable = Path.of("/usr/sbin", command[0]);
        List<String> all = new ArrayList<>(List.of(command));
        all.set(0, executable.toString());
        Path log = directory.resolve(command[0] + "-" + port + ".log");
        Process process = new ProcessBuilder(all)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new Neighbour(process, port, log);
    }

    private static String block(String begins) throws IOException {
        String page = Files.readString(GUIDE, StandardCharsets.UTF_8);
        int begin = page.indexOf("```" + begins);
        if (begin < 0) {
            throw new IllegalStateException("The guide has no block " + begins);
        }
        begin = page.indexOf('\n', begin) + 1;
        return page.substring(begin, page.indexOf("```", begin));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
