package dev.parley.server;

import dev.parley.engine.Ending;
import dev.parley.engine.Opcode;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All observers of one server, whose failures stay theirs. Immutable. */
final class Observers {
    private static final System.Logger LOG = System.getLogger("dev.parley.server");

    private final List<ServerObserver> all;

    private Observers(List<ServerObserver> all) {
        this.all = all;
    }

    /** Null if there are none, so that nothing is paid for them. */
    static @Nullable Observers of(List<ServerObserver> all) {
        return all.isEmpty() ? null : new Observers(all);
    }

    /** Who observes this peer; null if nobody does. */
    @Nullable
    PeerObserver opened(Peer peer) {
        List<PeerObserver> interested = new ArrayList<>(all.size());
        each(all, observer -> {
            PeerObserver one = observer.onOpened(peer);
            if (one != PeerObserver.NONE) {
                interested.add(one);
            }
        });
        return interested.isEmpty() ? null : new Together(List.copyOf(interested));
    }

    void refused(SocketAddress address, int status) {
        each(all, observer -> observer.onRefused(address, status));
    }

    private static <T> void each(List<T> observers, Consumer<T> call) {
        for (T observer : observers) {
            try {
                call.accept(observer);
            } catch (Throwable t) {
                failed(observer, t);
            }
        }
    }

    private static void failed(Object observer, Throwable t) {
        LOG.log(
                System.Logger.Level.WARNING,
                "the observer " + observer.getClass().getName() + " failed",
                t);
    }

    /** Those of one peer. What happens for each message is written out: a lambda for it would be garbage. */
    private static final class Together implements PeerObserver {
        private final List<PeerObserver> all;

        Together(List<PeerObserver> all) {
            this.all = all;
        }

        @Override
        public void onReceived(Opcode kind, int bytes) {
            for (int i = 0; i < all.size(); i++) {
                try {
                    all.get(i).onReceived(kind, bytes);
                } catch (Throwable t) {
                    failed(all.get(i), t);
                }
            }
        }

        @Override
        public void onSent(int messages, long bytes) {
            for (int i = 0; i < all.size(); i++) {
                try {
                    all.get(i).onSent(messages, bytes);
                } catch (Throwable t) {
                    failed(all.get(i), t);
                }
            }
        }

        @Override
        public void onSlowHandler(Duration held, List<StackTraceElement> where) {
            each(all, observer -> observer.onSlowHandler(held, where));
        }

        @Override
        public void onClosed(Ending ending) {
            each(all, observer -> observer.onClosed(ending));
        }
    }
}
