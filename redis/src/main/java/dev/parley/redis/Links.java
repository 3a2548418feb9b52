package dev.parley.redis;

import dev.parley.pubsub.Refusal;
import dev.parley.pubsub.Refused;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a {@link Link} to Redis whenever there can be one, with one thread. Any thread.
 *
 * <pre>
 * away ─▶ dialling ─▶ up ─▶ ended, or silent for too long: closed, away
 *   ▲ a random pause ┘ fails
 * </pre>
 */
final class Links implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.parley.redis");

    private static final long FIRST_PAUSE_MILLIS = 100;
    /** Settings are looked at with each so manieth heartbeat. */
    private static final int INSPECTION = 5;

    private final RedisAddress address;
    private final RedisOptions options;
    private final String node;
    private final Keys keys;
    private final Feeds feeds;
    private final Dialer dialer;
    private final CountDownLatch first = new CountDownLatch(1);
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "parley-redis");
        thread.setDaemon(true);
        return thread;
    });

    private long pauseMillis = FIRST_PAUSE_MILLIS;
    private boolean said;
    private @Nullable Link link;
    private volatile @Nullable Link now;
    private volatile @Nullable Link last;
    private volatile String why = "not connected yet";
    private volatile long nodes;
    private volatile boolean closed;

    Links(RedisAddress address, RedisOptions options, String node) {
        this.address = address;
        this.options = options;
        this.node = node;
        this.keys = new Keys(options.prefix());
        this.feeds = new Feeds(this);
        this.dialer = new Dialer(address, options);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        timer.execute(this::connect);
    }

    Feeds feeds() {
        return feeds;
    }

    /** The link; null while Redis is away. */
    @Nullable
    Link now() {
        return now;
    }

    /** The link that there is, or was last; null if there never was one. */
    @Nullable
    Link last() {
        return last;
    }

    /** What is asked for while Redis is away. */
    <T> CompletionStage<T> away() {
        return CompletableFuture.failedStage(new Refused(Refusal.UNAVAILABLE, "Redis is away: " + why + "."));
    }

    /** Why there is no link, for a person. */
    String why() {
        return why;
    }

    /** How many nodes of the service there are, this one among them, as Redis knew last. */
    long nodes() {
        return nodes;
    }

    /** Waits until Redis was there once. */
    boolean awaitFirst(long millis) throws InterruptedException {
        return first.await(millis, TimeUnit.MILLISECONDS);
    }

    /** Has the thread do something later. */
    void after(long millis, Runnable task) {
        try {
            timer.schedule(task, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // All has ended.
        }
    }

    private void connect() {
        if (closed) {
            return;
        }
        try {
            up(dialer.dial(feeds, this::broken));
        } catch (Exception | LinkageError e) { // a part of Lettuce may be missing
            lost(reason(e));
        }
    }

    private void up(Link made) {
        synchronized (this) {
            link = made;
            now = made;
            last = made;
            said = false;
        }
        pauseMillis = FIRST_PAUSE_MILLIS;
        LOG.log(
                System.Logger.Level.INFO,
                "{0} is there: {1}.",
                address,
                made.server().words());
        first.countDown();
        feeds.attach(made);
        beat(made, 1);
        if (closed) {
            made.close();
        }
    }

    private void lost(String reason) {
        boolean news;
        synchronized (this) {
            news = !said && !closed;
            said = true;
            why = address + ": " + reason;
        }
        if (news) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Redis is away: {0}. Publishing is refused until it is there again.",
                    why);
        }
        // Nodes that lost it together do not come back together.
        after(ThreadLocalRandom.current().nextLong(pauseMillis + 1), this::connect);
        pauseMillis = Math.min(pauseMillis * 2, options.maxPause().toMillis());
    }

    private void broken(Link which, String reason) {
        synchronized (this) {
            if (link != which) {
                return;
            }
            link = null;
            now = null;
        }
        which.close();
        after(0, () -> lost(reason));
    }

    private void beat(Link on, int count) {
        if (now != on || closed) {
            return;
        }
        long silence = TimeUnit.NANOSECONDS.toMillis(on.silence());
        if (silence > options.maxSilence().toMillis() && !on.isCluster()) {
            broken(on, "it has said nothing for " + silence + " ms");
            return;
        }
        on.call(
                        Script.BEAT,
                        keys.nodes(),
                        Arguments.of(node, 15 * options.heartbeat().toMillis()))
                .thenAccept(counted -> nodes = News.number(counted.get(0)));
        on.ping();
        if (count % INSPECTION == 0) {
            on.inspect();
        }
        after(options.heartbeat().toMillis(), () -> beat(on, count + 1));
    }

    private static String reason(Throwable failure) {
        Throwable last = failure;
        while (last.getCause() != null && last.getCause() != last) {
            last = last.getCause();
        }
        return last.getMessage() == null ? last.getClass().getSimpleName() : last.getMessage();
    }

    @Override
    public void close() {
        closed = true;
        timer.shutdownNow();
        now = null;
        dialer.close();
    }
}
