package dev.parley.proofs.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A peer as a process of its own, which ends at the latest with this one: it watches its standard input. */
final class PeerProcess implements AutoCloseable {
    private static final long MAX_SECONDS_TO_LISTEN = 30;

    private final Process process;

    private PeerProcess(Path folder, List<String> command) throws IOException {
        process = new ProcessBuilder(command)
                .directory(folder.toFile())
                // What a peer says of malformed bytes is not the subject.
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Begins a server, which prints its port. */
    static PeerServer server(Path folder, List<String> command) throws Exception {
        PeerProcess running = new PeerProcess(folder, command);
        try {
            return PeerServer.at(running.port(), running::close);
        } catch (Exception e) {
            running.close();
            throw e;
        }
    }

    /** Makes a client that is given the address as its last argument. */
    static PeerClient client(Path folder, List<String> command) {
        return new Client(folder, command);
    }

    private int port() throws Exception {
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        CompletableFuture<@Nullable String> first = CompletableFuture.supplyAsync(() -> {
            try {
                return out.readLine();
            } catch (IOException e) {
                return null;
            }
        });
        String line = first.get(MAX_SECONDS_TO_LISTEN, TimeUnit.SECONDS);
        if (line == null) {
            throw new IOException("It ended before it listened.");
        }
        return Integer.parseInt(line.strip());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private record Client(Path folder, List<String> command, List<PeerProcess> running) implements PeerClient {
        Client(Path folder, List<String> command) {
            this(folder, command, Collections.synchronizedList(new ArrayList<>()));
        }

        @Override
        public void run(URI address) throws Exception {
            List<String> all = new ArrayList<>(command);
            all.add(address.toString());
            PeerProcess started = new PeerProcess(folder, all);
            running.add(started);
            started.process.waitFor();
        }

        @Override
        public void close() {
            running.forEach(PeerProcess::close);
        }
    }
}
