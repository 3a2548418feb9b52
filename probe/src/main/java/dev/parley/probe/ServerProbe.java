package dev.parley.probe;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** A test of a server: connects to it, over and over. One run at a time. */
public final class ServerProbe implements Probe {
    private final URI address;
    private final ProbeOptions options;
    private final Dialer dialer;
    private final List<Case> cases;
    private volatile boolean stopped;
    private volatile @Nullable ServerRun running;

    ServerProbe(URI address, ProbeOptions options) {
        this.address = address;
        this.options = options;
        this.dialer = new Dialer(address, options.trustAnyCertificate());
        this.cases = Cases.selected(Role.SERVER, options.only());
    }

    @Override
    public Report run(ProbeListener listener) throws InterruptedException {
        Instant started = Instant.now();
        ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor(ServerProbe::daemon);
        ExecutorService players = Executors.newFixedThreadPool(options.parallelism(), ServerProbe::daemon);
        try {
            new FirstLook(address, dialer, options).requireEcho(watchdog);
            Results results = new Results(cases, listener);
            ServerRun run = new ServerRun(dialer, options, results, watchdog);
            running = run;
            if (stopped) {
                run.stop();
            }
            run.play(cases, players);
            Duration took = Duration.between(started, Instant.now());
            return new Report(Role.SERVER, address.toString(), started, took, cases, results.inOrder(), run.remarks());
        } finally {
            players.shutdownNow();
            watchdog.shutdownNow();
        }
    }

    @Override
    public void stop() {
        stopped = true;
        ServerRun run = running;
        if (run != null) {
            run.stop();
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "probe");
        thread.setDaemon(true);
        return thread;
    }
}
