package dev.parley.cli;

import dev.parley.probe.Cases;
import dev.parley.probe.ClientProbe;
import dev.parley.probe.PeerUnavailableException;
import dev.parley.probe.Probe;
import dev.parley.probe.ProbeOptions;
import dev.parley.probe.Report;
import dev.parley.probe.Role;
import dev.parley.probe.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code parley probe}: tests somebody's WebSocket server, or client, against the RFCs, and says what it found. */
@Command(
        name = "probe",
        description = {
            "Tests a WebSocket server that sends every message back, or with --listen a client that does, against"
                    + " RFC 6455 and RFC 7692.",
            "It ends with 0 if no rule was broken, 1 if one was, 2 if there was nothing to test."
        },
        mixinStandardHelpOptions = true)
final class ProbeCommand implements Callable<Integer> {
    private static final int FOUND_SOMETHING = 1;

    @Parameters(
            arity = "0..1",
            paramLabel = "URL",
            description = "The server to test, for instance ws://127.0.0.1:8080/echo.")
    private @Nullable String url;

    @Option(
            names = "--listen",
            paramLabel = "PORT",
            description = "Test a client instead, which connects to this port; 0 is a free one.")
    private @Nullable Integer listen;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "With --listen: listen here (default: ${DEFAULT-VALUE}).")
    private String host = "127.0.0.1";

    @Option(
            names = "--only",
            paramLabel = "CASE",
            split = ",",
            description = "Run these cases: an id, the beginning of one (frame.length), a pattern (utf8.*surrogate*).")
    private List<String> only = List.of();

    @Option(names = "--list", description = "List the cases and run none.")
    private boolean list;

    @Option(names = "--json", paramLabel = "FILE", description = "Write a report for programs.")
    private @Nullable Path json;

    @Option(names = "--html", paramLabel = "FILE", description = "Write a report for people, with all bytes.")
    private @Nullable Path html;

    @Option(
            names = "--fail-on",
            paramLabel = "VERDICT",
            description = "Also end with 1 on: tolerated (allowed, but not the best).")
    private FailOn failOn = FailOn.fail;

    @Option(names = "--trust-any", description = "Take any TLS certificate.")
    private boolean trustAny;

    @Option(
            names = "--patience",
            paramLabel = "MILLIS",
            description = "How long to wait for what must come (default: ${DEFAULT-VALUE}).")
    private long patienceMillis = ProbeOptions.DEFAULT.patience().toMillis();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /** What makes a run end with 1. */
    enum FailOn {
        fail,
        tolerated
    }

    @Override
    public Integer call() throws Exception {
        Role role = listen == null ? Role.SERVER : Role.CLIENT;
        if (list) {
            Cases.all(role).forEach(test -> System.out.printf("%-60s %s%n", test.id(), test.clause()));
            return 0;
        }
        if ((url == null) == (listen == null)) {
            throw unusable("Name a server to test, as in parley probe ws://127.0.0.1:8080/echo, or use --listen PORT.");
        }
        requireWritable(json);
        requireWritable(html);
        Report report;
        try {
            report = listen == null ? testServer(url) : testClient(listen);
        } catch (IllegalArgumentException | PeerUnavailableException e) {
            throw unusable(e.getMessage());
        }
        write(json, report.toJson());
        write(html, report.toHtml());
        ProbeSummary.print(report, System.out);
        boolean bad = !report.passed() || failOn == FailOn.tolerated && report.count(Verdict.TOLERATED) > 0;
        return bad ? FOUND_SOMETHING : 0;
    }

    private Report testServer(String address) throws InterruptedException {
        return Probe.ofServer(URI.create(address), options()).run(new ProbeProgress(System.err, Terminal.isThere()));
    }

    private Report testClient(int port) throws IOException, InterruptedException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), port);
        try (ClientProbe probe = Probe.ofClient(address, options())) {
            String at = "ws://" + host + ":" + probe.address().getPort();
            System.out.printf("""
                    parley probe waits for a client that sends every message back
                      %s/run      the next case; connect again and again, until closed with 1000 "%s"
                      %s/count    one message: the number of cases (%d)
                      %s/case/1   case 1, and so on
                      http%s/report   what came of it so far
                    """, at, ClientProbe.ALL_DONE, at, probe.count(), at, at.substring(2));
            System.out.flush();
            return probe.run(new ProbeProgress(System.err, Terminal.isThere()));
        }
    }

    private ProbeOptions options() {
        return ProbeOptions.DEFAULT
                .withOnly(only)
                .withPatience(Duration.ofMillis(patienceMillis))
                .withTrustAnyCertificate(trustAny);
    }

    /** Better now than after a minute of work. */
    private void requireWritable(@Nullable Path file) {
        Path folder = file == null ? null : file.toAbsolutePath().getParent();
        if (folder != null && !Files.isWritable(folder)) {
            throw unusable("Cannot write " + file + ": there is no folder " + folder + " that can be written.");
        }
    }

    private static void write(@Nullable Path file, String content) throws IOException {
        if (file != null) {
            Files.writeString(file, content);
        }
    }

    private ParameterException unusable(String why) {
        return new ParameterException(spec.commandLine(), why);
    }
}
