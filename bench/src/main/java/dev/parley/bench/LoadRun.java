package dev.parley.bench;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Does a {@link Load}, on one event loop, to which everything here is confined but {@link #run}. Whatever goes wrong ends it: half a
 * measurement is none.
 *
 * <pre>
 *   connect ─▶ opened ─▶ (all are) ─▶ begin ─▶ warm up ─▶ measure ─▶ finish
 *                                       └──▶ send ─▶ arrived ─▶ send …
 * </pre>
 */
public final class LoadRun {
    private static final long PROGRESS_MILLIS = 200;
    /** Longer without any answer, and no further one is waited for. */
    private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final long LONGEST_LATENCY_NANOS = TimeUnit.MINUTES.toNanos(10);

    private final Load load;
    private final LoadListener listener;
    private final EventLoopGroup group;
    private final EventLoop loop;
    private final Connector connector;
    private final Opening opening;
    private final Messages messages;
    private final Answers answers;

    private final CompletableFuture<LoadResult> result = new CompletableFuture<>();
    private final List<LoadConnection> open = new ArrayList<>();
    private final Histogram nanos = new Histogram(LONGEST_LATENCY_NANOS, 3);
    private LoadListener.Stage stage = LoadListener.Stage.CONNECTING;
    private long count;
    /** What {@link #count} was when the clock began to run, and when progress was last told. */
    private long countBefore;

    private long countTold;
    private long toldAt;
    private long lastArrival;
    private long stageBegan;
    private boolean measuring;
    private ProcessUse processBefore = ProcessUse.UNKNOWN;
    private ProcessUse ownBefore = ProcessUse.UNKNOWN;
    private @Nullable Schedule schedule;
    /** In {@link Work#FAN_OUT}: how many messages were sent. */
    private long fannedOut;

    private LoadRun(Load load, LoadListener listener) throws UnknownHostException, SSLException {
        this.load = load;
        this.listener = listener;
        opening = new Opening(load);
        messages = new Messages(load.payload(), load.inFlight());
        answers = new Answers(messages.count());
        ProcessUse.of(load.process()); // better now than when it is over
        DefaultThreadFactory threads = new DefaultThreadFactory("parley-load", true);
        group = Epoll.isAvailable()
                ? new MultiThreadIoEventLoopGroup(1, threads, EpollIoHandler.newFactory())
                : new MultiThreadIoEventLoopGroup(1, threads, NioIoHandler.newFactory());
        loop = group.next();
        connector = new Connector(load, loop, () -> new LoadConnection(this, load.inFlight()), this::failed);
    }

    /**
     * Does it, and waits for the end.
     *
     * @throws WrongAnswerException if the server sends back something else than it was sent
     * @throws IllegalStateException if a connection cannot be opened, or ends, with the reason
     */
    public static LoadResult run(Load load, LoadListener listener) throws WrongAnswerException, InterruptedException {
        LoadRun run;
        try {
            run = new LoadRun(load, listener);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("There is no host " + load.server().getHost() + ".", e);
        } catch (SSLException e) {
            throw new IllegalStateException("TLS does not work here: " + e.getMessage(), e);
        }
        try {
            run.loop.execute(run::connect);
            return run.result.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof WrongAnswerException wrong) {
                throw wrong;
            }
            throw new IllegalStateException(reason(load, e.getCause()), e.getCause());
        } finally {
            run.group.shutdownGracefully(0, 1, TimeUnit.SECONDS).await(2, TimeUnit.SECONDS);
        }
    }

    private static String reason(Load load, Throwable cause) {
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        if (cause instanceof NotSslRecordException) {
            message = "the server does not speak TLS there";
        } else if (cause instanceof SSLException) {
            message = "TLS failed: " + deepest(cause).getMessage();
        } else if (cause instanceof ConnectException) {
            message = "nobody can be reached there: " + message.replaceFirst("^finishConnect.*error\\(-?\\d+\\): ", "");
        }
        return load.server() + ": " + message;
    }

    private static Throwable deepest(Throwable thrown) {
        return thrown.getCause() == null ? thrown : deepest(thrown.getCause());
    }

    // ---- for the connections ----

    boolean isSecure() {
        return load.isSecure();
    }

    Opening opening() {
        return opening;
    }

    Messages messages() {
        return messages;
    }

    Answers answers() {
        return answers;
    }

    int nextKey() {
        return ThreadLocalRandom.current().nextInt();
    }

    void failed(Throwable cause) {
        result.completeExceptionally(cause);
    }

    void opened(LoadConnection connection) {
        if (load.work() == Work.CONNECT) {
            count++;
            connection.end();
            return;
        }
        open.add(connection);
        if (open.size() == load.connections()) {
            begin();
        } else {
            connector.next();
        }
    }

    /** @param wasOpen whether the opening request had been answered */
    void ended(boolean wasOpen) {
        if (result.isDone()) {
            return;
        }
        if (load.work() == Work.CONNECT && wasOpen) {
            connector.another();
        } else {
            failed(new IllegalStateException(
                    "the server ended a connection" + (wasOpen ? "" : " before it answered the opening request")));
        }
    }

    void arrived(LoadConnection connection, int messages) {
        long now = System.nanoTime();
        lastArrival = now;
        if (load.work() == Work.ECHO) {
            for (int i = 0; i < messages; i++) {
                record(now - connection.came());
            }
            if (schedule == null && !result.isDone()) {
                connection.send(messages, now);
            }
        }
        count += messages;
        if (load.work() == Work.FAN_OUT) {
            fanOut();
        }
    }

    private void record(long latency) {
        if (measuring) {
            nanos.recordValue(Math.min(latency, LONGEST_LATENCY_NANOS));
        }
    }

    // ---- the stages ----

    private void connect() {
        stageBegan = System.nanoTime();
        toldAt = stageBegan;
        loop.scheduleAtFixedRate(this::tell, PROGRESS_MILLIS, PROGRESS_MILLIS, TimeUnit.MILLISECONDS);
        connector.begin();
        if (load.work() == Work.CONNECT) {
            begin();
        }
    }

    private void begin() {
        enter(LoadListener.Stage.WARMING_UP);
        long now = System.nanoTime();
        lastArrival = now;
        if (load.work() == Work.ECHO && load.pace().messagesPerSecond() > 0) {
            schedule = new Schedule(open, load.pace().messagesPerSecond(), now);
            loop.execute(this::sendWhatIsDue);
        } else if (load.work() == Work.ECHO) {
            open.forEach(connection -> connection.send(load.inFlight(), now));
        } else if (load.work() == Work.FAN_OUT) {
            fanOut();
        }
        after(load.pace().warmUp(), this::measure);
    }

    /**
     * It looks at the clock again and again: a timer would be late, and the lateness would be the server's. By a time that is over at
     * once, and not by {@code execute}: a loop whose queue is never empty looks for no answers in a second.
     */
    private void sendWhatIsDue() {
        if (schedule != null && !result.isDone()) {
            schedule.sendDue(System.nanoTime());
            loop.schedule(this::sendWhatIsDue, 1, TimeUnit.NANOSECONDS);
        }
    }

    private void measure() {
        enter(LoadListener.Stage.RUNNING);
        countBefore = count;
        measuring = true;
        processBefore = ProcessUse.of(load.process());
        ownBefore = ProcessUse.ofThis();
        after(load.pace().time(), this::finish);
    }

    /** What goes wrong then, the process that is watched being gone, for one, ends the run. */
    private void after(Duration time, Runnable task) {
        loop.schedule(
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException e) {
                        failed(e);
                    }
                },
                time.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    private void finish() {
        long now = System.nanoTime();
        long took = now - stageBegan;
        if (load.work() != Work.IDLE && count == countBefore) {
            throw new IllegalStateException("nothing came while the clock ran");
        }
        if (schedule != null) {
            // What is still owed counts with the time that it has waited: a server cannot hide it by not answering at
            // all.
            schedule.eachOwed(now, due -> record(now - due));
        }
        ProcessUse process = ProcessUse.of(load.process());
        result.complete(new LoadResult(
                load,
                load.work() == Work.IDLE ? open.size() : count - countBefore,
                took / 1e9,
                LoadResult.percentiles(nanos),
                process.cpuMicros() - processBefore.cpuMicros(),
                process.residentBytes(),
                ProcessUse.ofThis().cpuMicros() - ownBefore.cpuMicros()));
    }

    private void enter(LoadListener.Stage next) {
        stage = next;
        stageBegan = System.nanoTime();
    }

    /** A message is through when it has come to everybody; so many may be under way. */
    private void fanOut() {
        long through = count / load.connections();
        long due = through + load.inFlight() - fannedOut;
        if (due > 0) {
            fannedOut += due;
            open.get(0).say((int) due);
        }
    }

    private void tell() {
        long now = System.nanoTime();
        boolean answersAreOwed = load.work() == Work.ECHO && schedule == null || load.work() == Work.FAN_OUT;
        if (stage != LoadListener.Stage.CONNECTING && answersAreOwed && now - lastArrival > STALLED_NANOS) {
            failed(new IllegalStateException("no answer came for 10 seconds"));
            return;
        }
        double rate = (count - countTold) * 1e9 / (now - toldAt);
        countTold = count;
        toldAt = now;
        double done =
                switch (stage) {
                    case CONNECTING -> (double) open.size() / load.connections();
                    case WARMING_UP -> part(now, load.pace().warmUp().toNanos());
                    case RUNNING -> part(now, load.pace().time().toNanos());
                };
        listener.progress(
                stage, done, stage == LoadListener.Stage.CONNECTING ? open.size() : count - countBefore, rate);
    }

    private double part(long now, long whole) {
        return whole == 0 ? 1 : Math.min(1, (double) (now - stageBegan) / whole);
    }
}
