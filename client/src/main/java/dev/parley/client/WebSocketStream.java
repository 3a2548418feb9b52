package dev.parley.client;

import dev.parley.engine.Close;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A WebSocket whose messages are streams with backpressure: a server that says more than is read is made to wait, and who says
 * more than the server takes waits, too. After the WHATWG's sketch of {@code WebSocketStream}, in Java's terms.
 *
 * <pre>{@code
 * WebSocketStream stream = new WebSocketStream("wss://example.org/feed");
 * WebSocketOpenInfo open = stream.opened().get();
 * open.writable().write("everything");
 * for (Object message : open.readable()) {
 *     System.out.println(message);
 * }
 * }</pre>
 *
 * <p>It connects as soon as it is made. The program stays alive until it is closed. Any thread may call any method; what
 * completes the futures runs on the executor of the options, one at a time.
 */
public final class WebSocketStream implements AutoCloseable {
    /** So many messages are read ahead, or as many bytes as may wait for a {@link WebSocket}'s listeners. */
    static final int READ_AHEAD_MESSAGES = 16;

    private final WebSocketUrl url;
    private final TaskQueue tasks;
    private final Socket socket;
    private final ReadableMessages readable;
    private final WritableMessages writable;
    private final CompletableFuture<WebSocketOpenInfo> opened = new CompletableFuture<>();
    private final CompletableFuture<WebSocketCloseInfo> closed = new CompletableFuture<>();
    private volatile boolean aborted;

    /**
     * Connects.
     *
     * @param url with the scheme ws, wss, http (for ws) or https (for wss)
     * @param protocols the subprotocols to offer, most wanted first
     * @throws DOMException a {@code SyntaxError} as from {@link WebSocket#WebSocket(String, String...)}
     */
    public WebSocketStream(String url, String... protocols) {
        this(url, WebSocketOptions.DEFAULT, protocols);
    }

    /** Connects, with options. See {@link #WebSocketStream(String, String...)}. */
    public WebSocketStream(String url, WebSocketOptions options, String... protocols) {
        this.url = WebSocketUrl.parseWith(options, url);
        List<String> offered = List.of(protocols);
        WebSocket.checkProtocols(offered);
        this.tasks = new TaskQueue(options.executor());
        // What happens on the event loop only fills or ends the two streams: that takes no thread of its own.
        this.socket = new Socket(this.url, offered, options, new TaskQueue(Runnable::run), new Events());
        // Each half with a queue of its own: a program may block in what one of them calls, to wait for the other.
        this.readable = new ReadableMessages(socket, new TaskQueue(options.executor()));
        this.writable = new WritableMessages(socket, new TaskQueue(options.executor()), closed);
        socket.connect();
    }

    /** The URL as it was understood, with ws or wss as its scheme. */
    public String url() {
        return url.href();
    }

    /**
     * Completes when the connection is open; exceptionally, with a {@link WebSocketError}, if it cannot be opened. A future of
     * the caller's own.
     */
    public CompletableFuture<WebSocketOpenInfo> opened() {
        return opened.copy();
    }

    /**
     * Completes when the connection is closed and both Close frames were exchanged, with what the server's said; exceptionally,
     * with a {@link WebSocketError}, if it ended in any other way. Behind messages that nobody reads it cannot be seen that the
     * server closed. A future of the caller's own.
     */
    public CompletableFuture<WebSocketCloseInfo> closed() {
        return closed.copy();
    }

    /**
     * Closes the connection without a code, or gives the attempt to connect up. What was written before is sent first. Messages
     * that the server sends until its own Close frame can still be read; to have none of them, {@link ReadableMessages#cancel}.
     * Does not wait.
     */
    @Override
    public void close() {
        socket.close(Close.WITHOUT_STATUS);
    }

    /**
     * Closes with a code. See {@link #close()}.
     *
     * @throws DOMException an {@code InvalidAccessError} for a code other than 1000 and 3000 to 4999, a {@code SyntaxError} for
     *     a reason over 123 bytes of UTF-8
     */
    public void close(WebSocketCloseInfo closeInfo) {
        socket.close(WebSocket.checkedClose(closeInfo.closeCode(), closeInfo.reason()));
    }

    /**
     * Ends it now. While connecting, as the sketch's {@code signal} does: {@link #opened} and {@link #closed} fail with an {@code
     * AbortError}. Later, beyond the sketch, the connection is ended without a closing handshake, and whoever waits for it, to
     * read or to write, gets the {@link WebSocketError}.
     */
    public void abort() {
        aborted = true;
        socket.abort("aborted");
    }

    @Override
    public String toString() {
        return "WebSocketStream[" + url.printable() + ", readyState " + socket.readyState() + "]";
    }

    /** Fills and ends the streams. Called by the event loop. */
    private final class Events implements SocketEvents {
        private String error = "The connection was not closed cleanly.";

        @Override
        public void open() {
            WebSocketOpenInfo info = new WebSocketOpenInfo(readable, writable, socket.extensions(), socket.protocol());
            tasks.add(() -> opened.complete(info));
        }

        @Override
        public void text(String text, int cost) {
            readable.put(text, cost);
        }

        @Override
        public void binary(byte[] bytes, int cost) {
            readable.put(ByteBuffer.wrap(bytes), cost);
        }

        @Override
        public void written() {
            writable.written();
        }

        @Override
        public void error(String message) {
            error = message;
        }

        @Override
        public void close(boolean wasClean, int code, String reason) {
            if (wasClean) {
                readable.end();
                writable.end(DOMException.invalidStateError("The connection is closed."));
                tasks.add(() -> closed.complete(new WebSocketCloseInfo(code, reason)));
                return;
            }
            DOMException failure = WebSocketError.ofEnd(error, code, reason);
            readable.fail(failure);
            writable.end(failure);
            tasks.add(() -> {
                boolean wasOpen = opened.isDone();
                DOMException told =
                        aborted && !wasOpen ? DOMException.abortError("Aborted before it was open.") : failure;
                opened.completeExceptionally(told);
                closed.completeExceptionally(told);
            });
        }

        /** So that few large messages and many small ones come to the same bound. */
        @Override
        public int costOf(int bytes) {
            return Math.max(bytes, Socket.BACKLOG_HIGH_BYTES / READ_AHEAD_MESSAGES);
        }

        /** Who closes may still want the answers to what was said before. */
        @Override
        public boolean wantsMessagesWhileClosing() {
            return true;
        }
    }
}
