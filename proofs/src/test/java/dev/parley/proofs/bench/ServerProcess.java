package dev.parley.proofs.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A server as a process of its own, pinned to its processor; it ends at the latest with this one. */
final class ServerProcess implements AutoCloseable {
    private static final long MAX_SECONDS_TO_LISTEN = 60;
    private static final Pattern PORT = Pattern.compile("(?:parley listening on https?://[^/]*:)?(\\d+)(?:/.*)?");
    private static final int COLLECTIONS = 2;
    /** What is given back to the system may be so late. */
    private static final long MILLIS_TO_SETTLE = 500;

    private final Contender contender;
    private final Row row;
    private final Process process;
    private final int port;

    private ServerProcess(Contender contender, Row row, Process process, int port) {
        this.contender = contender;
        this.row = row;
        this.process = process;
        this.port = port;
    }

    static ServerProcess start(Contender contender, Row row, Pinning pinning) throws Failed, InterruptedException {
        Process process;
        try {
            var setup = row.setup();
            ProcessBuilder builder = new ProcessBuilder(
                            pinning.server(contender.command().apply(setup)))
                    .directory(Scripts.FOLDER.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD);
            Scripts.tell(setup, builder);
            process = builder.start();
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            throw new Failed("it cannot be started: " + e.getMessage());
        }
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        try {
            return new ServerProcess(contender, row, process, port(process));
        } catch (Failed e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static int port(Process process) throws Failed, InterruptedException {
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> {
            try {
                String line = out.readLine();
                return line == null ? "" : line.strip();
            } catch (IOException e) {
                return "";
            }
        });
        try {
            Matcher line = PORT.matcher(first.get(MAX_SECONDS_TO_LISTEN, TimeUnit.SECONDS));
            if (!line.matches()) {
                throw new Failed("it ended before it listened");
            }
            return Integer.parseInt(line.group(1));
        } catch (TimeoutException | java.util.concurrent.ExecutionException e) {
            throw new Failed("it did not listen within " + MAX_SECONDS_TO_LISTEN + " s");
        }
    }

    String address() {
        return (row.setup().isSecure() ? "wss" : "ws") + "://127.0.0.1:" + port + contender.path(row);
    }

    long pid() {
        return process.pid();
    }

    /** Has its garbage collected, more than once: what a first collection only finds to be dead, a second one gives back. */
    void collect() throws Failed, InterruptedException {
        for (int i = 0; i < COLLECTIONS; i++) {
            try {
                if (contender.collection() == Contender.Collection.JCMD) {
                    collectByJcmd();
                } else {
                    collectByHttp();
                }
            } catch (IOException e) {
                throw new Failed("its memory cannot be collected: " + e.getMessage());
            }
        }
        Thread.sleep(MILLIS_TO_SETTLE);
    }

    private void collectByJcmd() throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process command = new ProcessBuilder(jcmd, Long.toString(pid()), "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (command.waitFor() != 0) {
            throw new IOException("jcmd ended with " + command.exitValue());
        }
    }

    private void collectByHttp() throws IOException {
        URLConnection connection =
                URI.create("http://127.0.0.1:" + port + "/collect").toURL().openConnection();
        connection.setReadTimeout(60_000);
        ((java.net.HttpURLConnection) connection).getResponseCode();
    }

    long residentBytes() throws Failed {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElseThrow(() -> new Failed("it has no memory"));
        } catch (IOException e) {
            throw new Failed("it is gone");
        }
    }

    /** How many files and sockets it has open. */
    long openFiles() throws Failed {
        try (Stream<Path> files = Files.list(Path.of("/proc/" + pid() + "/fd"))) {
            return files.count();
        } catch (IOException e) {
            throw new Failed("it is gone");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
