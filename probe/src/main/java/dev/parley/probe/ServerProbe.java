package dev.parley.probe;

import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** A test of a server: connects to it, over and over. One run at a time. */
public final class ServerProbe implements Probe {
    private static final int CHANCES = 3;

    private final URI address;
    private final ProbeOptions options;
    private final Dialer dialer;
    private final List<Case> cases;

    /** The case at which the server was found to answer nothing any more: a thousand cases need not wait for it, each. */
    private volatile @Nullable Case silentSince;

    ServerProbe(URI address, ProbeOptions options) {
        this.address = address;
        this.options = options;
        this.dialer = new Dialer(address, options.trustAnyCertificate());
        this.cases = Selection.of(Cases.all(Role.SERVER), options.only());
    }

    @Override
    public Report run(ProbeListener listener) throws InterruptedException {
        requireServer();
        silentSince = null;
        Instant started = Instant.now();
        Results results = new Results(cases, listener);
        ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor(ServerProbe::daemon);
        ExecutorService players = Executors.newFixedThreadPool(options.parallelism(), ServerProbe::daemon);
        try {
            play(cases.stream().filter(test -> !test.alone()).toList(), players, watchdog, results);
            for (Case test : cases) {
                if (test.alone()) {
                    results.add(play(test, watchdog));
                }
            }
        } finally {
            players.shutdownNow();
            watchdog.shutdownNow();
        }
        return new Report(
                Role.SERVER, address.toString(), started, Duration.between(started, Instant.now()), results.inOrder());
    }

    private void play(List<Case> tests, ExecutorService players, ScheduledExecutorService watchdog, Results results)
            throws InterruptedException {
        List<Future<?>> playing = new ArrayList<>();
        for (Case test : tests) {
            playing.add(players.submit(() -> {
                results.add(play(test, watchdog));
                return null;
            }));
        }
        for (Future<?> each : playing) {
            try {
                each.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException itsOwn) {
                    // Most likely the listener's.
                    throw itsOwn;
                }
                throw new IllegalStateException("A case is wrong in itself.", e.getCause());
            }
        }
    }

    private Result play(Case test, ScheduledExecutorService watchdog) throws InterruptedException {
        if (silentSince != null) {
            String observed =
                    "The server answers no more. It fell silent during " + silentSince + " or shortly before.";
            return new Result(test, Verdict.FAIL, observed, new Transcript(), Duration.ZERO);
        }
        Result result = CasePlay.play(test, new ServerPeer(dialer, options), watchdog);
        boolean waitedInVain = result.verdict() == Verdict.FAIL && result.took().compareTo(options.patience()) >= 0;
        if (waitedInVain && !answersStill()) {
            silentSince = test;
        }
        return result;
    }

    /** Whether a plain request is answered, whatever with; a server that is only busy has several chances. */
    private boolean answersStill() throws InterruptedException {
        for (int i = 0; i < CHANCES; i++) {
            try (ServerPeer peer = new ServerPeer(dialer, options)) {
                if (!(peer.ask(peer.request()).answer() instanceof Event.Silence)) {
                    return true;
                }
            } catch (Unmet e) {
                // It cannot even be connected to; then the cases will not take long.
                return true;
            }
        }
        return false;
    }

    /** Where nobody answers, one clear word is better than a thousand failures. */
    private void requireServer() throws InterruptedException {
        try {
            dialer.dial(0, options.patience()).tcp().close();
        } catch (UnknownHostException e) {
            throw new PeerUnavailableException("There is no host called " + address.getHost() + ".");
        } catch (IOException e) {
            throw new PeerUnavailableException("Nobody answers at " + address + ": " + e.getMessage() + ".");
        }
        try (ServerPeer peer = new ServerPeer(dialer, options)) {
            ServerPeer.Exchange exchange = peer.ask(peer.request());
            // Whatever else is wrong with an answer is for the cases to say.
            if (exchange.status() == 0 || exchange.status() >= 300) {
                throw new PeerUnavailableException(
                        "At " + address + " no WebSocket opens: to a plain opening request came " + exchange.answer()
                                + (exchange.status() == 0 && !dialer.secure() ? "; does it expect wss?" : "."));
            }
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "probe");
        thread.setDaemon(true);
        return thread;
    }
}
