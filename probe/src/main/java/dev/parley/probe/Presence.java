package dev.parley.probe;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Whether the server under test is still there, and which cases were under way when it was not any more. A server that is
 * started again by whoever watches over it has some seconds. Any thread.
 */
final class Presence {
    private static final Duration LEAST_WAIT = Duration.ofSeconds(2);
    private static final long PAUSE_MILLIS = 100;

    private final Dialer dialer;
    private final Duration patience;
    private final Object looking = new Object();
    private final List<String> remarks = new ArrayList<>();
    /** What was under way at the last connection or began since, each with whether it lasts. */
    private final Map<Case, Boolean> underWay = new LinkedHashMap<>();

    private volatile boolean gone;

    Presence(Dialer dialer, ProbeOptions options) {
        this.dialer = dialer;
        this.patience = options.patience();
    }

    /** Whether this error in connecting says that nobody listens. */
    static boolean isAbsence(IOException e) {
        return e instanceof ConnectException || e instanceof NoRouteToHostException;
    }

    /** Says that a case was connected to the server just now, so that no case which ended before can be what it died of. */
    synchronized void connected(Case test) {
        underWay.values().removeIf(lasting -> !lasting);
        underWay.put(test, true);
    }

    synchronized void ended(Case test) {
        underWay.computeIfPresent(test, (same, lasting) -> false);
    }

    /** Whether it went away and stayed away. */
    boolean gone() {
        return gone;
    }

    /** What there is to say of absences. */
    synchronized List<String> remarks() {
        return List.copyOf(remarks);
    }

    /** Looks whether somebody listens; if not, waits a little for the server to come back. */
    boolean isThere() throws InterruptedException {
        synchronized (looking) {
            String suspects = suspects();
            long began = System.nanoTime();
            long wait = Math.max(LEAST_WAIT.toNanos(), patience.toNanos());
            boolean away = false;
            while (!gone && !listens()) {
                away = true;
                gone = System.nanoTime() - began > wait;
                Thread.sleep(PAUSE_MILLIS);
            }
            if (away) {
                double seconds = (System.nanoTime() - began) / 1e9;
                remark("The server went away during or right after " + suspects
                        + (gone ? ", and stayed away." : String.format("; it was back after %.1f s.", seconds)));
            }
            return !gone;
        }
    }

    private boolean listens() {
        try {
            dialer.dial(0, patience).tcp().close();
            return true;
        } catch (IOException e) {
            return !isAbsence(e) && !(e instanceof SocketTimeoutException);
        }
    }

    private synchronized void remark(String text) {
        remarks.add(text);
    }

    private synchronized String suspects() {
        return underWay.isEmpty()
                ? "the first look at it"
                : underWay.keySet().stream().map(Case::id).collect(Collectors.joining(" or "));
    }
}
