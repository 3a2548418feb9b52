package dev.parley.probe;

import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;

/** A test of a server: connects to it, over and over. One run at a time. */
public final class ServerProbe implements Probe {
    private final URI address;
    private final ProbeOptions options;
    private final Dialer dialer;
    private final List<Case> cases;

    ServerProbe(URI address, ProbeOptions options) {
        this.address = address;
        this.options = options;
        this.dialer = new Dialer(address, options.trustAnyCertificate());
        this.cases = Selection.of(Cases.all(Role.SERVER), options.only());
    }

    @Override
    public Report run(ProbeListener listener) throws InterruptedException {
        requireServer();
        Instant started = Instant.now();
        Results results = new Results(cases, listener);
        GivingUp givingUp = new GivingUp(dialer, options);
        ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor(ServerProbe::daemon);
        ExecutorService players = Executors.newFixedThreadPool(options.parallelism(), ServerProbe::daemon);
        try {
            play(cases.stream().filter(test -> !test.alone()).toList(), players, givingUp, watchdog, results);
            for (Case test : cases) {
                if (test.alone()) {
                    results.add(play(test, givingUp, watchdog));
                }
            }
        } finally {
            players.shutdownNow();
            watchdog.shutdownNow();
        }
        return new Report(
                Role.SERVER, address.toString(), started, Duration.between(started, Instant.now()), results.inOrder());
    }

    private void play(
            List<Case> tests,
            ExecutorService players,
            GivingUp givingUp,
            ScheduledExecutorService watchdog,
            Results results)
            throws InterruptedException {
        List<Future<?>> playing = new ArrayList<>();
        for (Case test : tests) {
            playing.add(players.submit(() -> {
                results.add(play(test, givingUp, watchdog));
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

    private Result play(Case test, GivingUp givingUp, ScheduledExecutorService watchdog) throws InterruptedException {
        Optional<String> reason = givingUp.reason();
        if (reason.isPresent()) {
            return new Result(test, Verdict.FAIL, reason.get(), new Transcript(), Duration.ZERO);
        }
        Result result = CasePlay.play(test, new ServerPeer(dialer, options, test.mostBytes()), watchdog);
        givingUp.after(result);
        return result;
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
        try (ServerPeer peer = new ServerPeer(dialer, options, 0)) {
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
