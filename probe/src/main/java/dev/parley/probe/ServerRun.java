package dev.parley.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;

/** The cases of one run against a server, some at a time, as long as the server is worth it. One run; stopped by any thread. */
final class ServerRun {
    /** A server that is there whenever it is looked for, and not when a case connects, has its chances. */
    private static final int MOST_ATTEMPTS = 3;

    private final Dialer dialer;
    private final ProbeOptions options;
    private final Results results;
    private final ScheduledExecutorService watchdog;
    private final Presence presence;
    private final GivingUp givingUp;
    private final Set<ServerPeer> playing = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    ServerRun(Dialer dialer, ProbeOptions options, Results results, ScheduledExecutorService watchdog) {
        this.dialer = dialer;
        this.options = options;
        this.results = results;
        this.watchdog = watchdog;
        this.presence = new Presence(dialer, options);
        this.givingUp = new GivingUp(dialer, options);
    }

    /** Plays the cases; those that load the machine come last, one by one. */
    void play(List<Case> cases, ExecutorService players) throws InterruptedException {
        List<Future<?>> together = new ArrayList<>();
        for (Case test : cases) {
            if (!test.alone()) {
                together.add(players.submit(() -> {
                    play(test);
                    return null;
                }));
            }
        }
        for (Future<?> each : together) {
            await(each);
        }
        for (Case test : cases) {
            if (test.alone()) {
                play(test);
            }
        }
        if (goesOn()) {
            // Nobody else would notice that the last case was one too many.
            presence.isThere();
        }
    }

    /** Begins no further case, and ends those that are being played, which then have no result. */
    void stop() {
        stopped = true;
        playing.forEach(ServerPeer::close);
    }

    /** What there is to say of the run as a whole. */
    List<String> remarks() {
        List<String> all = new ArrayList<>(presence.remarks());
        givingUp.reason().ifPresent(all::add);
        if (stopped) {
            all.add("The run was stopped before its end.");
        }
        return all;
    }

    private boolean goesOn() {
        return !stopped && !presence.gone() && givingUp.reason().isEmpty();
    }

    private static void await(Future<?> each) throws InterruptedException {
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

    private void play(Case test) throws InterruptedException {
        for (int attempt = 1; goesOn(); attempt++) {
            ServerPeer peer = new ServerPeer(dialer, options, test.mostBytes(), () -> presence.connected(test));
            playing.add(peer);
            Result result = CasePlay.play(test, peer, watchdog);
            playing.remove(peer);
            presence.ended(test);
            if (stopped) {
                return;
            }
            boolean there = !peer.turnedAway() || presence.isThere();
            // A case that never met the server has nothing to say of it.
            if (peer.met() || !peer.turnedAway() || there && attempt >= MOST_ATTEMPTS) {
                results.add(result);
                givingUp.after(result);
                return;
            }
        }
    }
}
