package dev.parley.cli;

import dev.parley.probe.Case;
import dev.parley.probe.Cases;
import dev.parley.probe.ClientProbe;
import dev.parley.probe.Group;
import dev.parley.probe.PeerUnavailableException;
import dev.parley.probe.Probe;
import dev.parley.probe.ProbeOptions;
import dev.parley.probe.Report;
import dev.parley.probe.Role;
import dev.parley.probe.Verdict;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
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
            "It ends with 0 if no rule was broken, 1 if one was or not all cases could be run, 2 if there was nothing to"
                    + " test. After Ctrl-C it tells what it has found so far."
        },
        mixinStandardHelpOptions = true)
final class ProbeCommand implements Callable<Integer> {
    private static final int FOUND_SOMETHING = 1;
    private static final String HOST = "127.0.0.1";
    private static final long MAX_PATIENCE_MILLIS = 3_600_000;

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
            description = "With --listen: listen here (default: " + HOST + ").")
    private @Nullable String host;

    @Option(
            names = "--only",
            paramLabel = "CASE",
            completionCandidates = Groups.class,
            description = {
                "Run these cases: an id, the beginning of one (frame.length), a pattern (utf8.*surrogate*), or one of the"
                        + " groups ${COMPLETION-CANDIDATES}.",
                "Several with commas, or with the option several times."
            })
    private List<String> only = List.of();

    @Option(
            names = "--list",
            description = "List the cases that would run, with the number that each would have, and run none.")
    private boolean list;

    @Option(names = "--json", paramLabel = "FILE", description = "Write a report for programs.")
    private @Nullable Path json;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Write a report for people, with the bytes that went each way: of many, the first.")
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

    /** The names of the groups, for the help. */
    static final class Groups implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Group.values()).map(Group::prefix).iterator();
        }
    }

    @Override
    public Integer call() throws Exception {
        try {
            requireSense();
            if (list) {
                list(Cases.selected(listen == null ? Role.SERVER : Role.CLIENT, patterns()));
                return 0;
            }
            Report report = listen == null ? testServer() : testClient(listen);
            boolean bad = !report.passed() || failOn == FailOn.tolerated && report.count(Verdict.TOLERATED) > 0;
            return bad ? FOUND_SOMETHING : 0;
        } catch (PeerUnavailableException e) {
            throw unusable(e.getMessage() + (e.untrusted() ? " With --trust-any it is taken." : ""));
        } catch (IllegalArgumentException e) {
            throw unusable(e.getMessage());
        }
    }

    /** What was asked for can be done. */
    private void requireSense() {
        if (url != null && listen != null) {
            throw unusable("Choose one: a URL to test a server, or --listen to test a client.");
        }
        if (host != null && listen == null) {
            throw unusable("--host says where to --listen for a client, and there is no --listen PORT.");
        }
        if (list && (json != null || html != null)) {
            throw unusable("--list runs no case, so there is no report to write.");
        }
        if (!list && url == null && listen == null) {
            throw unusable("Name a server to test, as in parley probe ws://127.0.0.1:8080/echo, or use --listen PORT.");
        }
        if (listen != null && (listen < 0 || listen > 65535)) {
            throw unusable("A port is 0 to 65535, not " + listen + ".");
        }
        if (patienceMillis < 1 || patienceMillis > MAX_PATIENCE_MILLIS) {
            throw unusable("--patience is 1 to " + MAX_PATIENCE_MILLIS + " ms, not " + patienceMillis + ".");
        }
        for (Path file : new Path[] {json, html}) {
            if (file != null) {
                new ReportFile(file).requireWritable();
            }
        }
    }

    private static void list(List<Case> cases) {
        int number = 0;
        for (Case test : cases) {
            System.out.printf("%4d  %-60s %s%n", ++number, test.id(), test.clause());
        }
    }

    private Report testServer() throws InterruptedException, IOException {
        URI address;
        try {
            address = URI.create(String.valueOf(url));
        } catch (IllegalArgumentException e) {
            throw unusable("Not the address of a server: " + url + "; write it as ws://host:port/path.");
        }
        return new ProbeRun(json, html).of(Probe.ofServer(address, options()));
    }

    private Report testClient(int port) throws InterruptedException, IOException {
        try (ClientProbe probe = Invitation.listening(host == null ? HOST : host, port, options())) {
            return new ProbeRun(json, html).of(probe, () -> Invitation.print(probe, System.out));
        }
    }

    private ProbeOptions options() {
        Duration patience = Duration.ofMillis(patienceMillis);
        // Where each wait is long, so is a case that has some of them, and so is the way of a client from one to the
        // next.
        return ProbeOptions.DEFAULT
                .withOnly(patterns())
                .withPatience(patience)
                .withCaseDeadline(longer(ProbeOptions.DEFAULT.caseDeadline(), patience.multipliedBy(5)))
                .withClientWait(longer(ProbeOptions.DEFAULT.clientWait(), patience.multipliedBy(2)))
                .withTrustAnyCertificate(trustAny);
    }

    private List<String> patterns() {
        List<String> patterns = only.stream()
                .flatMap(several -> Arrays.stream(several.split(",", -1)))
                .map(String::strip)
                .toList();
        if (patterns.contains("")) {
            throw unusable("--only has an empty name; write it as in --only close,utf8.");
        }
        return patterns;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private ParameterException unusable(@Nullable String why) {
        return new ParameterException(spec.commandLine(), String.valueOf(why));
    }
}
