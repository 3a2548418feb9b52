package dev.parley.proofs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code openssl s_server} on a free port of loopback: TLS as it is told to speak it, and a page for whoever gets through. */
final class OpenSslServer implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("ACCEPT .*:(\\d+)");

    private final Process process;
    private final CompletableFuture<Integer> port = new CompletableFuture<>();

    /** @param more what {@code s_server} is told */
    OpenSslServer(Pki pki, String name, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl", "s_server", "-accept", "127.0.0.1:0", "-www"));
        command.addAll(List.of("-cert", pki.certificate(name), "-key", pki.key(name)));
        command.addAll(List.of(more));
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Thread reader = new Thread(this::read, "openssl");
        reader.setDaemon(true);
        reader.start();
        port.get(20, TimeUnit.SECONDS);
    }

    int port() {
        return port.join();
    }

    private void read() {
        StringBuilder said = new StringBuilder();
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                Matcher ready = READY.matcher(line);
                if (ready.matches()) {
                    port.complete(Integer.parseInt(ready.group(1)));
                }
                said.append(line).append('\n');
            }
        } catch (IOException ended) {
            // as the process has
        }
        port.completeExceptionally(new IOException("It ended: " + said));
    }

    @Override
    public void close() {
        process.destroy();
    }
}
