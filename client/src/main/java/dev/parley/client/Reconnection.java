package dev.parley.client;

import dev.parley.engine.Close;
import dev.parley.engine.Headers;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One {@link Socket} after another, with a wait between them, and the messages that wait meanwhile. Any thread.
 *
 * <pre>
 *        ┌──────────────── wait ◀── lost, and to be tried again ──────────────┐
 *        ▼                                                                    │
 *      ask for the destination ──▶ an attempt ──▶ open: flush the queue ──▶ online
 *                                                                             │
 *      closed, from anywhere ──▶ the end                    lost, and final ──┴──▶ the end
 * </pre>
 *
 * <p>At any time there is one attempt, or none. What an earlier one still has to say is not listened to.
 */
final class Reconnection {
    private static final System.Logger LOG = System.getLogger("dev.parley.client");

    /** What all of them share; its thread only hands over. */
    private static final class Timer {
        static final ScheduledThreadPoolExecutor TIMER = timer();

        private static ScheduledThreadPoolExecutor timer() {
            ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
                Thread thread = new Thread(task, "parley-backoff");
                thread.setDaemon(true);
                return thread;
            });
            timer.setRemoveOnCancelPolicy(true);
            return timer;
        }
    }

    private final Supplier<Destination> destinations;
    private final WebSocketOptions options;
    private final ReconnectOptions reconnect;
    private final TaskQueue tasks;
    /** Asking for a destination may block, which must not hold up events. */
    private final TaskQueue asking;

    private final ReconnectionEvents events;
    private volatile @Nullable WebSocketUrl url;

    // ---- guarded by this ----

    private final Backoff backoff;
    private final SendQueue queue;
    private int readyState = WebSocket.CONNECTING;
    private @Nullable Attempt current;
    private @Nullable Future<?> wait;
    private boolean online;
    /** Who tells of the new connection: what it says goes out before what has waited. */
    private @Nullable Thread greeter;
    /** What was given to send in vain: it counts as buffered for ever, as in a browser. */
    private long lostBytes;

    Reconnection(
            Supplier<Destination> destinations,
            WebSocketOptions options,
            ReconnectOptions reconnect,
            TaskQueue tasks,
            ReconnectionEvents events) {
        this.destinations = destinations;
        this.options = options;
        this.reconnect = reconnect;
        this.tasks = tasks;
        this.asking = new TaskQueue(options.executor());
        this.events = events;
        this.backoff = new Backoff(reconnect);
        this.queue = new SendQueue(reconnect.maxQueuedMessages(), reconnect.maxQueuedBytes());
    }

    /** The first attempt is made at once. */
    void start() {
        StayAlive.opened();
        asking.add(this::attempt);
    }

    /** The URL of the last attempt, as it was understood; null before the first. */
    @Nullable
    WebSocketUrl url() {
        return url;
    }

    synchronized int readyState() {
        return readyState;
    }

    synchronized long bufferedAmount() {
        long unwritten = current == null ? 0 : current.socket.bufferedAmount();
        return lostBytes + queue.bytes() + unwritten;
    }

    synchronized Optional<Socket> socket() {
        return Optional.ofNullable(current).map(attempt -> attempt.socket);
    }

    // ---- attempts ----

    private void attempt() {
        if (readyState() != WebSocket.CONNECTING) {
            return;
        }
        try {
            Destination destination = destinations.get();
            WebSocketUrl url = WebSocketUrl.parseWith(options, destination.url());
            WebSocket.checkProtocols(destination.protocols());
            this.url = url;
            if (BlockedPorts.contains(url.port())) {
                tasks.add(() -> giveUp("Port " + url.port() + " is for another protocol, and blocked."));
                return;
            }
            Attempt attempt = new Attempt(url, destination);
            synchronized (this) {
                if (readyState == WebSocket.CONNECTING) {
                    current = attempt;
                    attempt.socket.connect();
                }
            }
        } catch (DOMException wrong) {
            tasks.add(() -> giveUp(wrong.getMessage()));
        } catch (Throwable e) {
            // Whoever makes tokens may be away, just as the server.
            LOG.log(System.Logger.Level.WARNING, "There is no destination to connect to.", e);
            tasks.add(() -> lost(
                    new ConnectionLoss(
                            Close.ABNORMAL,
                            "",
                            false,
                            false,
                            false,
                            OptionalInt.empty(),
                            "No destination: " + e,
                            failed(false)),
                    Duration.ZERO));
        }
    }

    private synchronized int failed(boolean wasStable) {
        if (wasStable) {
            backoff.reset();
        }
        backoff.failed();
        return backoff.failures();
    }

    /** Called by the task queue. */
    private void lost(ConnectionLoss loss, Duration atLeast) {
        boolean again = readyState() < WebSocket.CLOSING && decides(loss);
        Duration delay;
        synchronized (this) {
            online = false;
            if (readyState >= WebSocket.CLOSING) {
                again = false;
            }
            if (!again) {
                boolean ours = readyState >= WebSocket.CLOSING && !loss.wasOpen();
                tasks.add(() -> end(ours ? "" : loss.message(), loss.wasClean(), loss.closeCode(), loss.reason()));
                return;
            }
            current = null;
            readyState = WebSocket.CONNECTING;
            delay = atLeast.plus(backoff.next());
            wait = Timer.TIMER.schedule(() -> asking.add(this::attempt), delay.toNanos(), TimeUnit.NANOSECONDS);
        }
        if (loss.wasOpen()) {
            events.offline(loss);
        }
        events.reconnecting(delay, loss);
    }

    private boolean decides(ConnectionLoss loss) {
        try {
            return reconnect.decision().reconnects(loss);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "The decision about a lost connection failed.", e);
            return false;
        }
    }

    private void giveUp(String why) {
        if (readyState() == WebSocket.CONNECTING) {
            end(why, false, Close.ABNORMAL, "");
        }
    }

    /** Called by the task queue. */
    private void end(String error, boolean wasClean, int code, String reason) {
        synchronized (this) {
            if (readyState == WebSocket.CLOSED) {
                return;
            }
            readyState = WebSocket.CLOSED;
        }
        if (!error.isEmpty()) {
            events.error(error);
        }
        events.close(wasClean, code, reason);
        StayAlive.closed();
    }

    // ---- what the owner does ----

    /**
     * Sends a message, or lets it wait.
     *
     * @throws DOMException a {@code QuotaExceededError} if there is no room for it to wait
     */
    synchronized void send(SendQueue.Message message) {
        if (readyState >= WebSocket.CLOSING) {
            lostBytes += message.bytes();
            return;
        }
        boolean ready = online || greeter == Thread.currentThread();
        if (ready && current != null && current.socket.readyState() == WebSocket.OPEN) {
            message.send().accept(current.socket);
        } else {
            queue.add(message);
        }
    }

    void close(Close close) {
        Attempt open;
        synchronized (this) {
            if (readyState >= WebSocket.CLOSING) {
                return;
            }
            if (readyState == WebSocket.OPEN) {
                flush();
            }
            readyState = WebSocket.CLOSING;
            if (wait != null) {
                wait.cancel(false);
            }
            open = current;
        }
        if (open == null) {
            tasks.add(() -> end("", false, Close.ABNORMAL, ""));
        } else {
            open.socket.close(close);
        }
    }

    private void flush() {
        while (current != null && current.socket.readyState() == WebSocket.OPEN) {
            SendQueue.Message next = queue.poll();
            if (next == null) {
                return;
            }
            next.send().accept(current.socket);
        }
    }

    /** One connection, or the attempt to make it. */
    private final class Attempt implements SocketEvents {
        private final Socket socket;
        private volatile OptionalInt status = OptionalInt.empty();
        private volatile Duration retryAfter = Duration.ZERO;
        private String error = "";
        private boolean wasOpen;
        private long openedAt;

        Attempt(WebSocketUrl url, Destination destination) {
            Headers headers = options.headers().with(destination.headers());
            this.socket = new Socket(url, destination.protocols(), options.withHeaders(headers), tasks, this);
        }

        @Override
        public void open() {
            wasOpen = true;
            openedAt = System.nanoTime();
            synchronized (Reconnection.this) {
                if (readyState != WebSocket.CONNECTING) {
                    return;
                }
                readyState = WebSocket.OPEN;
                greeter = Thread.currentThread();
            }
            try {
                events.open();
            } finally {
                synchronized (Reconnection.this) {
                    greeter = null;
                    flush();
                    online = readyState == WebSocket.OPEN;
                }
            }
            if (readyState() == WebSocket.OPEN) {
                events.online();
            }
        }

        @Override
        public void text(String text, int cost) {
            events.text(text);
            socket.taken(cost);
        }

        @Override
        public void binary(byte[] bytes, int cost) {
            events.binary(bytes);
            socket.taken(cost);
        }

        @Override
        public void blob(Blob blob) {
            events.blob(blob);
        }

        @Override
        public int wholeUpTo() {
            return events.wholeUpTo();
        }

        @Override
        public void refused(int status, Headers headers) {
            this.status = OptionalInt.of(status);
            Duration asked = headers.first("Retry-After")
                    .map(value -> RetryAfter.parse(value, Instant.now()))
                    .orElse(Duration.ZERO);
            Duration most = reconnect.maxRetryAfter();
            retryAfter = asked.compareTo(most) > 0 ? most : asked;
        }

        @Override
        public void error(String message) {
            error = message;
        }

        @Override
        public void close(boolean wasClean, int code, String reason) {
            boolean wasStable = wasOpen
                    && System.nanoTime() - openedAt >= reconnect.stableAfter().toNanos();
            ConnectionLoss loss =
                    new ConnectionLoss(code, reason, wasClean, wasOpen, wasStable, status, error, failed(wasStable));
            lost(loss, retryAfter);
        }
    }
}
