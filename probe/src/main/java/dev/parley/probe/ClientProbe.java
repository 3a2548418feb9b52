package dev.parley.probe;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * A test of a client: listens, and lets the client connect, over and over. One run.
 *
 * <p>The client sends back every message, text as text and binary as binary, and connects anew whenever a connection has ended
 * or could not be opened. That is all; in JavaScript:
 *
 * <pre>{@code
 * let reason = "";
 * for (let failed = 0; reason !== "all cases done" && failed < 500; failed++) {
 *   reason = await new Promise((ended) => {
 *     const socket = new WebSocket("ws://127.0.0.1:9002/run");
 *     socket.binaryType = "arraybuffer";
 *     socket.onopen = () => (failed = 0);
 *     socket.onmessage = (event) => socket.send(event.data);
 *     socket.onclose = (event) => setTimeout(ended, 10, event.reason);
 *     socket.onerror = () => setTimeout(ended, 10); // Node.js 22 may say no more than that
 *   });
 * }
 * }</pre>
 *
 * <p>Addresses: {@code /run} is the next case that has not run yet, and after the last one a connection that is closed with
 * 1000 and "all cases done"; {@code /count} sends one text message with the number of cases; {@code /case/7} is the seventh
 * case, as often as a client asks for it, and the last time counts; {@code /report} is a page with the results so far.
 *
 * <p>A run waits for the client's first case as long as {@link ProbeOptions#firstClientWait} says, so that a person can start
 * the probe and then the client; from then on, a client that stays away for {@link ProbeOptions#clientWait} is given up. For
 * one that asked for a case by its number, a person at a debugger perhaps, it waits the longer time, and once all cases have
 * run the shorter one.
 */
public final class ClientProbe implements Probe, AutoCloseable {
    /** The reason with which {@code /run} closes after the last case. */
    public static final String ALL_DONE = "all cases done";

    private final ProbeOptions options;
    private final ServerSocket listening;
    private final List<Case> cases;
    private volatile boolean stopped;

    ClientProbe(InetSocketAddress address, ProbeOptions options) throws IOException {
        this.options = options;
        this.cases = Cases.selected(Role.CLIENT, options.only());
        this.listening = new ServerSocket();
        listening.bind(address, Reception.MAX_CONNECTIONS);
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listening.getLocalSocketAddress();
    }

    /** How many cases there are to run. */
    public int count() {
        return cases.size();
    }

    @Override
    public Report run(ProbeListener listener) throws InterruptedException {
        Instant started = Instant.now();
        Results results = new Results(cases, listener);
        ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor(ClientProbe::daemon);
        ExecutorService players = Executors.newCachedThreadPool(ClientProbe::daemon);
        Reception reception = new Reception(
                listening, options, cases, results, () -> report(started, results, soFar(results)), watchdog);
        try {
            daemon(() -> reception.accept(players)).start();
            while (!stopped && !over(results, reception)) {
                Thread.sleep(10);
            }
            if (!stopped && reception.last().isEmpty()) {
                throw new PeerUnavailableException("No client came in " + seconds(options.firstClientWait()) + ".");
            }
            return report(started, results, remarks(results, reception));
        } finally {
            close();
            players.shutdownNow();
            watchdog.shutdownNow();
        }
    }

    @Override
    public void stop() {
        stopped = true;
    }

    /** Stops listening. */
    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            // It listens no more either way.
        }
    }

    private Report report(Instant started, Results results, List<String> remarks) {
        String where = "ws://" + address().getHostString() + ":" + address().getPort() + "/run";
        Duration took = Duration.between(started, results.complete() ? results.lastAdded() : Instant.now());
        return new Report(Role.CLIENT, where, started, took, cases, results.inOrder(), remarks);
    }

    private boolean over(Results results, Reception reception) {
        Duration idle = reception.idle();
        if (!results.complete()) {
            boolean person = reception.last().isEmpty() || reception.byNumber();
            return idle.compareTo(person ? options.firstClientWait() : options.clientWait()) > 0;
        }
        if (reception.byNumber() && !reception.toldAllDone()) {
            return idle.compareTo(options.clientWait()) > 0;
        }
        // The word that all is done should be fetched, and reach the client.
        Duration since = Duration.between(results.lastAdded(), Instant.now());
        return reception.toldAllDone() && !idle.isZero() || since.compareTo(options.patience()) > 0;
    }

    private List<String> remarks(Results results, Reception reception) {
        if (results.complete()) {
            return List.of();
        }
        if (stopped) {
            return List.of("The run was stopped before its end.");
        }
        String last = reception.last().map(Case::id).orElse("");
        return List.of("The client stayed away for " + seconds(reception.idle()) + " after " + last + ".");
    }

    private List<String> soFar(Results results) {
        int done = results.inOrder().size();
        return done == cases.size() ? List.of() : List.of(done + " of " + cases.size() + " cases so far.");
    }

    private static String seconds(Duration time) {
        return Math.max(1, time.toSeconds()) + " s";
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "probe");
        thread.setDaemon(true);
        return thread;
    }
}
