package dev.parley.client;

import dev.parley.engine.Close;
import dev.parley.engine.Opcode;
import dev.parley.engine.Text;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where the messages for the server of a {@link WebSocketStream} go: each {@link #write} blocks until the network has taken so much
 * that no more than 64 KiB wait. As a {@link Flow.Subscriber} it requests the next message then. So a server that reads slowly makes
 * its client wait, and costs no memory. Any thread.
 */
public final class WritableMessages implements Flow.Subscriber<Object> {
    private static final System.Logger LOG = System.getLogger("dev.parley.client");

    /** Enough that the network does not wait for the writer, and little for a connection to hold. */
    private static final int HIGH_BYTES = 64 * 1024;

    private final Socket socket;
    private final TaskQueue tasks;
    private final CompletableFuture<WebSocketCloseInfo> closed;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** Written under the lock; read without it by the event loop. */
    private volatile int writers;

    private volatile @Nullable DOMException end;
    private volatile boolean closing;
    private volatile Flow.@Nullable Subscription source;
    /** Whether the source is to be asked for the next message when there is room for it. */
    private final AtomicBoolean owesRequest = new AtomicBoolean();

    WritableMessages(Socket socket, TaskQueue tasks, CompletableFuture<WebSocketCloseInfo> closed) {
        this.socket = socket;
        this.tasks = tasks;
        this.closed = closed;
    }

    // ---- for the stream ----

    /** The network took something. Called on the event loop. */
    void written() {
        if ((writers > 0 || owesRequest.get()) && hasRoom()) {
            if (writers > 0) {
                wake();
            }
            request();
        }
    }

    /** @param why what is thrown from now on */
    void end(DOMException why) {
        end = why;
        wake();
        Flow.Subscription subscription = source;
        if (subscription != null) {
            tasks.add(subscription::cancel);
        }
    }

    private void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean hasRoom() {
        return socket.waitingCost() <= HIGH_BYTES;
    }

    // ---- blocking ----

    /**
     * Sends a text message, and waits until the network has taken enough; lone surrogates become U+FFFD. That it was taken does not
     * mean that the server has it.
     *
     * @throws InterruptedException if the thread is interrupted while it waits; the message is sent all the same
     * @throws DOMException a {@link WebSocketError} if the connection ended, an {@code InvalidStateError} if it was closed
     */
    public void write(String text) throws InterruptedException {
        send(Opcode.TEXT, Text.encode(text));
        awaitRoom();
    }

    /** Sends a binary message: the bytes are copied. See {@link #write(String)}. */
    public void write(byte[] bytes) throws InterruptedException {
        write(ByteBuffer.wrap(bytes));
    }

    /** Sends a binary message: the bytes from position to limit, which are copied; the position stays. See {@link #write(String)}. */
    public void write(ByteBuffer bytes) throws InterruptedException {
        send(Opcode.BINARY, copy(bytes));
        awaitRoom();
    }

    private void send(Opcode kind, ByteBuffer payload) {
        DOMException why = end;
        if (why != null) {
            throw why;
        }
        if (closing || socket.readyState() != WebSocket.OPEN) {
            throw DOMException.invalidStateError("The connection is closed, or being closed.");
        }
        socket.send(kind, payload);
    }

    private void awaitRoom() throws InterruptedException {
        if (hasRoom()) {
            return;
        }
        lock.lockInterruptibly();
        try {
            writers++; // before room is looked for: who makes some looks for writers afterwards
            while (!hasRoom()) {
                DOMException why = end;
                if (why != null) {
                    throw why;
                }
                changed.await();
            }
        } finally {
            writers--;
            lock.unlock();
        }
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
    }

    // ---- the end ----

    /**
     * Closes the connection without a code, after what was written. Messages that the server sends until its own Close frame can still
     * be read.
     *
     * @return done when the connection is closed; with a {@link WebSocketError} if that was not clean
     */
    public CompletableFuture<Void> close() {
        closing = true;
        socket.close(Close.WITHOUT_STATUS);
        return closed.thenAccept(info -> {});
    }

    /** Closes the connection; if the cause is a {@link WebSocketError}, with its code and reason. */
    public void abort(Throwable cause) {
        closing = true;
        socket.close(WebSocketError.close(cause));
    }

    // ---- Flow ----

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        if (source != null) {
            subscription.cancel();
            return;
        }
        source = subscription;
        requestWhenRoom();
    }

    /** @param message a {@link String}, a {@link ByteBuffer} or a {@code byte[]}; the bytes are copied */
    @Override
    public void onNext(Object message) {
        Objects.requireNonNull(message);
        try {
            if (message instanceof String text) {
                send(Opcode.TEXT, Text.encode(text));
            } else if (message instanceof ByteBuffer bytes) {
                send(Opcode.BINARY, copy(bytes));
            } else if (message instanceof byte[] bytes) {
                send(Opcode.BINARY, copy(ByteBuffer.wrap(bytes)));
            } else {
                throw new IllegalArgumentException("A message is a String, a ByteBuffer or a byte[], not a "
                        + message.getClass().getName() + ".");
            }
        } catch (DOMException closed) {
            cancelSource();
            return;
        } catch (IllegalArgumentException e) {
            LOG.log(System.Logger.Level.ERROR, "A publisher's message cannot be sent; the connection is closed.", e);
            cancelSource();
            abort(e);
            return;
        }
        requestWhenRoom();
    }

    /** Closes the connection as {@link #abort} does. */
    @Override
    public void onError(Throwable cause) {
        abort(cause);
    }

    /** Closes the connection as {@link #close} does. */
    @Override
    public void onComplete() {
        close();
    }

    private void requestWhenRoom() {
        owesRequest.set(true);
        if (hasRoom()) {
            request();
        }
    }

    /** Elsewhere: the source may answer at once, from within, and its answer is not to come on the event loop. */
    private void request() {
        Flow.Subscription subscription = source;
        if (subscription != null && owesRequest.compareAndSet(true, false)) {
            tasks.add(() -> {
                if (!closing) { // it may have been complete with the last one
                    subscription.request(1);
                }
            });
        }
    }

    private void cancelSource() {
        Flow.Subscription subscription = source;
        if (subscription != null) {
            subscription.cancel();
        }
    }
}
