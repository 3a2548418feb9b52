package dev.parley.net;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** The connections that a listener has accepted and that are not closed. Any thread. */
final class Accepted {
    private static final System.Logger LOG = System.getLogger("dev.parley.net");

    private final EntryLimits limits;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    /** Only addresses that have connections. */
    private final Map<Object, Place> places = new ConcurrentHashMap<>();

    private final Place uncounted = new Place(this, null);
    private final LongAdder turnedAway = new LongAdder();
    /** Those that are channels; whose sockets were taken over are closed by who owns them. */
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    Accepted(EntryLimits limits) {
        this.limits = limits;
    }

    /** Counts one more, if there is room for it: a {@link Place}, which is to be told of its end. */
    Entry enter(InetAddress from) {
        Entry entry = count(from);
        if (entry instanceof Entry.Refused) {
            turnedAway.increment();
        }
        return entry;
    }

    private Entry count(InetAddress from) {
        boolean isUncounted = isUncounted(from);
        if (!count(connections, limits.connections())) {
            return Entry.Refused.FULL;
        }
        if (!count(waiting, limits.waiting())) {
            connections.decrementAndGet();
            return Entry.Refused.BUSY;
        }
        Entry entry = isUncounted ? uncounted : enterAt(Networks.of(from));
        if (entry instanceof Entry.Refused) {
            connections.decrementAndGet();
            waiting.decrementAndGet();
        }
        return entry;
    }

    /** Asked before anything is counted: it is the application's, and may fail. */
    private boolean isUncounted(InetAddress from) {
        try {
            return limits.uncounted().test(from);
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "The function that says which addresses are not counted failed.", e);
            return false;
        }
    }

    private Entry enterAt(Object address) {
        Entry[] entry = {Entry.Refused.MANY_OF_ADDRESS};
        places.compute(address, (key, known) -> {
            Place place = known == null ? new Place(this, key) : known;
            if (place.enter(limits)) {
                entry[0] = place;
            }
            return place.isEmpty() ? null : place;
        });
        return entry[0];
    }

    private static boolean count(AtomicInteger counter, int most) {
        if (counter.incrementAndGet() > most) {
            counter.decrementAndGet();
            return false;
        }
        return true;
    }

    void leave(Place place, int connectionsLess, int waitingLess) {
        connections.addAndGet(-connectionsLess);
        waiting.addAndGet(-waitingLess);
        if (place.address != null) {
            places.computeIfPresent(
                    place.address, (key, known) -> known.leave(connectionsLess, waitingLess) ? null : known);
        }
    }

    /** How many there was no room for, ever. */
    long turnedAway() {
        return turnedAway.sum();
    }

    /** One that has entered is a channel now, which tells by itself when it is closed. */
    void becomes(Channel channel, Place place) {
        channels.add(channel);
        channel.closeFuture().addListener(closed -> place.run());
    }

    /** It is a channel no more: its {@link Place} is told of its end. */
    void taken(Channel channel) {
        channels.remove(channel);
    }

    /** Closes all that are channels. */
    void close(long maxMillis) {
        channels.close().awaitUninterruptibly(maxMillis);
    }
}
