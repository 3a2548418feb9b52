package dev.parley.server;

import dev.parley.engine.Ending;
import dev.parley.engine.Opcode;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * What a server has done, by route. Routes, endings and status codes are few: whatever peers do, these do not grow. Any thread.
 */
final class Figures implements ServerObserver {
    /** Upper bounds of the durations of connections, in seconds: from a probe's to a tab's that stays open over night. */
    static final double[] SECONDS = {1, 10, 60, 600, 3600, 36_000};

    /** An event loop adds to its own, without the others. */
    private record Place(String route, Thread loop) {}

    /** How many connections of a route ended in one way. */
    record End(String route, String ending, String code) {}

    private final Map<Place, Sums> sums = new ConcurrentHashMap<>();
    private final Map<End, LongAdder> ends = new ConcurrentHashMap<>();
    private final Map<Integer, LongAdder> refusals = new ConcurrentHashMap<>();

    /** What happened on one route on one event loop, which alone adds to it but for the slow handlers. */
    static final class Sums {
        final Tally opened = new Tally();
        final Tally closed = new Tally();
        final Tally received = new Tally();
        final Tally receivedBytes = new Tally();
        final Tally sent = new Tally();
        final Tally sentBytes = new Tally();
        final Tally nanos = new Tally();
        final Tally[] lasted = new Tally[SECONDS.length];
        final LongAdder slow = new LongAdder();

        Sums() {
            for (int i = 0; i < lasted.length; i++) {
                lasted[i] = new Tally();
            }
        }

        void closed(long nanosOpen) {
            closed.add(1);
            nanos.add(nanosOpen);
            for (int i = 0; i < lasted.length; i++) {
                if (nanosOpen <= SECONDS[i] * 1e9) {
                    lasted[i].add(1);
                }
            }
        }
    }

    @Override
    public PeerObserver onOpened(Peer peer) {
        String route = peer.route();
        Sums mine = sums.computeIfAbsent(new Place(route, Thread.currentThread()), place -> new Sums());
        mine.opened.add(1);
        return new OnePeer(route, mine, ends);
    }

    @Override
    public void onRefused(SocketAddress address, int status) {
        refusals.computeIfAbsent(Math.max(100, Math.min(status, 599)), known -> new LongAdder())
                .increment();
    }

    /** One of the sums, by route. */
    Map<String, Long> byRoute(Function<Sums, Number> figure) {
        Map<String, Long> routes = new TreeMap<>();
        sums.forEach((place, all) -> routes.merge(place.route, figure.apply(all).longValue(), Long::sum));
        return routes;
    }

    Map<End, LongAdder> ends() {
        return ends;
    }

    Map<Integer, LongAdder> refusals() {
        return new TreeMap<>(refusals);
    }

    private static final class OnePeer implements PeerObserver {
        private final String route;
        private final Sums sums;
        private final Map<End, LongAdder> ends;
        private final long since = System.nanoTime();

        OnePeer(String route, Sums sums, Map<End, LongAdder> ends) {
            this.route = route;
            this.sums = sums;
            this.ends = ends;
        }

        @Override
        public void onReceived(Opcode kind, int bytes) {
            sums.received.add(1);
            sums.receivedBytes.add(bytes);
        }

        @Override
        public void onSent(int messages, long bytes) {
            sums.sent.add(messages);
            sums.sentBytes.add(bytes);
        }

        @Override
        public void onSlowHandler(Duration held, List<StackTraceElement> where) {
            sums.slow.increment();
        }

        @Override
        public void onClosed(Ending ending) {
            sums.closed(System.nanoTime() - since);
            End end = new End(route, EndingName.of(ending), EndingName.codeClass(ending));
            ends.computeIfAbsent(end, known -> new LongAdder()).increment();
        }
    }
}
