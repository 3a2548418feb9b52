package dev.parley.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a {@link WebSocketStream}, for one reader: a text message is a {@link String}, a binary one a big-endian {@link
 * java.nio.ByteBuffer} of the reader's own. Any thread.
 *
 * <p>At most 16 messages, or 256 KiB and one message, are held for a reader that takes none; then the connection is read no
 * further, and TCP makes the server wait.
 *
 * <p>They are read by {@link #read} or the iterator, which block, or by one {@link Flow.Subscriber}, which is called by the executor
 * of the options and gets as many as it requests.
 */
public final class ReadableMessages implements Flow.Publisher<Object>, Iterable<Object> {
    private static final System.Logger LOG = System.getLogger("dev.parley.client");

    private record Held(Object message, int cost) {}

    private static final Flow.Subscription NOTHING = new Flow.Subscription() {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    };

    private final Socket socket;
    private final TaskQueue tasks;

    /** Guards what follows. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private final Deque<Held> held = new ArrayDeque<>();
    private boolean cancelled;
    private boolean ended;
    private @Nullable DOMException failure;
    private @Nullable Delivery delivery;

    ReadableMessages(Socket socket, TaskQueue tasks) {
        this.socket = socket;
        this.tasks = tasks;
    }

    // ---- for the stream ----

    void put(Object message, int cost) {
        lock.lock();
        try {
            if (!cancelled) {
                held.add(new Held(message, cost));
                changed();
                return;
            }
        } finally {
            lock.unlock();
        }
        socket.taken(cost);
    }

    /** No more messages come. */
    void end() {
        end(null);
    }

    /** No more messages come, and not because that was all. */
    void fail(DOMException failure) {
        end(failure);
    }

    private void end(@Nullable DOMException failure) {
        lock.lock();
        try {
            if (!ended) {
                ended = true;
                this.failure = failure;
                changed();
            }
        } finally {
            lock.unlock();
        }
    }

    private void changed() {
        changed.signalAll();
        if (delivery != null) {
            tasks.add(delivery::deliver);
        }
    }

    // ---- blocking ----

    /**
     * The next message; waits for it.
     *
     * @return empty when the connection was closed cleanly, or reading was cancelled
     * @throws WebSocketError if the connection ended in another way; what came before can be read
     * @throws IllegalStateException if a subscriber gets the messages
     */
    public Optional<Object> read() throws InterruptedException {
        Held next;
        lock.lockInterruptibly();
        try {
            while (held.isEmpty() && !ended && delivery == null) {
                changed.await();
            }
            if (delivery != null) {
                throw new IllegalStateException("A subscriber gets the messages.");
            }
            next = held.poll();
            if (next == null && failure != null) {
                throw failure;
            }
        } finally {
            lock.unlock();
        }
        if (next == null) {
            return Optional.empty();
        }
        socket.taken(next.cost());
        return Optional.of(next.message());
    }

    /**
     * The messages to come, one after another; {@code hasNext} waits for the next one, and fails as {@link #read} does. A thread that
     * is interrupted gets a {@link CancellationException}, and stays interrupted.
     */
    @Override
    public Iterator<Object> iterator() {
        return new Iterator<>() {
            private boolean known;
            private Optional<Object> next = Optional.empty();

            @Override
            public boolean hasNext() {
                if (!known) {
                    try {
                        next = read();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new CancellationException("Interrupted while waiting for a message.");
                    }
                    known = true;
                }
                return next.isPresent();
            }

            @Override
            public Object next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("The connection is closed.");
                }
                known = false;
                return next.get();
            }
        };
    }

    // ---- cancelling ----

    /** Wants no more: drops what is held and what still comes, and closes the connection without a code. */
    public void cancel() {
        cancel(new WebSocketError("cancelled"));
    }

    /** The same; if the cause is a {@link WebSocketError}, the connection is closed with its code and reason. */
    public void cancel(Throwable cause) {
        long cost = 0;
        lock.lock();
        try {
            for (Held dropped : held) {
                cost += dropped.cost();
            }
            held.clear();
            cancelled = true;
            ended = true;
            failure = null;
            changed();
        } finally {
            lock.unlock();
        }
        socket.taken(cost);
        socket.close(WebSocketError.close(cause));
    }

    // ---- Flow ----

    /** Hands the messages to a subscriber, and nobody else from now on; a second subscriber gets an error. */
    @Override
    public void subscribe(Flow.Subscriber<? super Object> subscriber) {
        Objects.requireNonNull(subscriber);
        Delivery first = null;
        lock.lock();
        try {
            if (delivery == null) {
                first = new Delivery(subscriber);
                delivery = first;
                changed.signalAll(); // who waits in read() learns that it waits in vain
            }
        } finally {
            lock.unlock();
        }
        if (first != null) {
            tasks.add(first::begin);
        } else {
            subscriber.onSubscribe(NOTHING);
            subscriber.onError(new IllegalStateException("Another subscriber gets the messages."));
        }
    }

    private @Nullable Held poll() {
        lock.lock();
        try {
            return held.poll();
        } finally {
            lock.unlock();
        }
    }

    /** Hands messages to the subscriber as it requests them. Its work is done by the task queue. */
    private final class Delivery implements Flow.Subscription {
        private final Flow.Subscriber<? super Object> subscriber;
        private final AtomicLong demand = new AtomicLong();
        private boolean begun;
        private volatile boolean over;

        Delivery(Flow.Subscriber<? super Object> subscriber) {
            this.subscriber = subscriber;
        }

        void begin() {
            begun = true;
            call(() -> subscriber.onSubscribe(this));
            deliver();
        }

        @Override
        public void request(long n) {
            if (n <= 0) {
                tasks.add(() -> stop(new IllegalArgumentException("A request must be positive, not " + n + ".")));
                return;
            }
            demand.accumulateAndGet(n, (had, more) -> had + more < 0 ? Long.MAX_VALUE : had + more);
            tasks.add(this::deliver);
        }

        @Override
        public void cancel() {
            if (!over) {
                over = true;
                ReadableMessages.this.cancel();
            }
        }

        void deliver() {
            if (!begun) {
                return;
            }
            while (!over && demand.get() > 0) {
                Held next = poll();
                if (next == null) {
                    break;
                }
                demand.updateAndGet(n -> n == Long.MAX_VALUE ? n : n - 1);
                socket.taken(next.cost());
                call(() -> subscriber.onNext(next.message()));
            }
            tellEnd();
        }

        private void tellEnd() {
            DOMException why;
            lock.lock();
            try {
                if (over || !ended || !held.isEmpty()) {
                    return;
                }
                over = true;
                why = failure;
            } finally {
                lock.unlock();
            }
            if (why == null) {
                call(subscriber::onComplete);
            } else {
                call(() -> subscriber.onError(why));
            }
        }

        private void stop(RuntimeException error) {
            if (!over) {
                cancel();
                call(() -> subscriber.onError(error));
            }
        }

        /** A subscriber that throws has cancelled (Reactive Streams 2.13). */
        private void call(Runnable call) {
            try {
                call.run();
            } catch (Throwable t) {
                LOG.log(System.Logger.Level.ERROR, "A subscriber failed.", t);
                cancel();
            }
        }
    }
}
