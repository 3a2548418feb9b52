package dev.parley.client;

import dev.parley.engine.Close;
import dev.parley.engine.Opcode;
import dev.parley.engine.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A {@link WebSocket} that connects again when its connection is lost: the same members, and a few events more.
 *
 * <pre>{@code
 * ReconnectingWebSocket socket = new ReconnectingWebSocket("wss://example.org/chat");
 * socket.onopen(event -> socket.send("it is me")); // on every new connection, before all that has waited
 * socket.onmessage(event -> System.out.println(event.data()));
 * socket.onreconnecting(event -> System.out.println("next attempt in " + event.delay()));
 * socket.send("waits until there is a connection");
 * }</pre>
 *
 * <p><b>Events.</b> {@code open} comes with every new connection; what its listeners send goes out first. Then what has waited goes
 * out, and {@code online} comes. A connection that is lost, and is to be replaced, makes {@code offline} and {@code reconnecting}, a
 * failed attempt only the latter. {@code close} comes once, as the last, when {@link #close()} was called or the end is final ({@link
 * ReconnectDecision}).
 *
 * <p><b>Messages.</b> What is sent while there is no connection waits, within the bounds of the options. What was given to a connection
 * that is then lost is <b>not</b> sent again, whether or not it arrived: only the program can know what may be said twice.
 *
 * <p>Any thread may call any method. Listeners are called one at a time, in order, and may block; the program stays alive until the
 * close event.
 */
public final class ReconnectingWebSocket extends EventTarget {
    private static final System.Logger LOG = System.getLogger("dev.parley.client");

    /** There is no connection, but there will be another attempt. */
    public static final int CONNECTING = WebSocket.CONNECTING;
    /** There is a connection. */
    public static final int OPEN = WebSocket.OPEN;
    /** {@link #close()} was called. */
    public static final int CLOSING = WebSocket.CLOSING;
    /** It is over. */
    public static final int CLOSED = WebSocket.CLOSED;

    private final String givenUrl;
    private final Reconnection reconnection;
    private final int maxBlobInMemory;
    private volatile BinaryType binaryType = BinaryType.BLOB;

    /**
     * Connects, as {@link WebSocket#WebSocket(String, String...)} does, and again when the connection is lost.
     *
     * @throws DOMException a {@code SyntaxError} as from there
     */
    public ReconnectingWebSocket(String url, String... protocols) {
        this(url, WebSocketOptions.DEFAULT, ReconnectOptions.DEFAULT, protocols);
    }

    /** Connects, with options. See {@link #ReconnectingWebSocket(Supplier, WebSocketOptions, ReconnectOptions)}. */
    public ReconnectingWebSocket(
            String url, WebSocketOptions options, ReconnectOptions reconnect, String... protocols) {
        this(
                WebSocketUrl.parseWith(options, url).href(),
                always(url, protocols),
                options,
                reconnect,
                new TaskQueue(options.executor()));
    }

    /**
     * Connects to where the supplier says, which is asked before each attempt, on the executor of the options; it may block, for
     * instance to fetch a token. If it throws, that is a failed attempt; if its URL or subprotocols are malformed, that is final.
     *
     * @throws IllegalArgumentException if more may wait for a connection than on one
     */
    public ReconnectingWebSocket(
            Supplier<Destination> destinations, WebSocketOptions options, ReconnectOptions reconnect) {
        this("", destinations, options, reconnect, new TaskQueue(options.executor()));
    }

    private ReconnectingWebSocket(
            String givenUrl,
            Supplier<Destination> destinations,
            WebSocketOptions options,
            ReconnectOptions reconnect,
            TaskQueue tasks) {
        super(options.maxWaitingMessages(), tasks);
        if (reconnect.maxQueuedBytes() > options.maxBufferedAmount()) {
            throw new IllegalArgumentException("maxQueuedBytes must not be over maxBufferedAmount.");
        }
        this.givenUrl = givenUrl;
        this.maxBlobInMemory = options.maxBlobInMemory();
        this.reconnection = new Reconnection(destinations, options, reconnect, tasks, new Events());
        reconnection.start();
    }

    private static Supplier<Destination> always(String url, String... protocols) {
        WebSocket.checkProtocols(List.of(protocols));
        Destination destination = new Destination(url, protocols);
        return () -> destination;
    }

    // ---- attributes ----

    /** The URL of the last attempt as it was understood; empty before a supplier gave the first one. */
    public String url() {
        WebSocketUrl url = reconnection.url();
        return url == null ? givenUrl : url.href();
    }

    /** {@link #CONNECTING} (between connections, too), {@link #OPEN}, {@link #CLOSING} or {@link #CLOSED}. */
    public int readyState() {
        return reconnection.readyState();
    }

    /**
     * How many bytes of messages wait: for a connection, or on one to be written. What a lost connection had not written counts no
     * longer; what waits when it closes for good goes on counting.
     */
    public long bufferedAmount() {
        return reconnection.bufferedAmount();
    }

    /** The extensions in use on the connection; empty if there is none. */
    public String extensions() {
        return reconnection.socket().map(Socket::extensions).orElse("");
    }

    /** The subprotocol in use on the connection; empty if there is none. */
    public String protocol() {
        return reconnection.socket().map(Socket::protocol).orElse("");
    }

    /** As what binary messages are handed to listeners; {@link BinaryType#BLOB} at first. */
    public BinaryType binaryType() {
        return binaryType;
    }

    /** Takes effect with the next message that is handed to listeners. */
    public void binaryType(BinaryType type) {
        binaryType = type;
    }

    // ---- methods ----

    /**
     * Sends a text message, or lets it wait for a connection; lone surrogates become U+FFFD. When closing or closed, it is dropped.
     *
     * @throws DOMException a {@code QuotaExceededError} if there is no connection and no room; the message is dropped
     */
    public void send(String text) {
        send(Opcode.TEXT, Text.encode(text));
    }

    /** Sends a binary message: the bytes are copied. See {@link #send(String)}. */
    public void send(byte[] bytes) {
        send(ByteBuffer.wrap(bytes));
    }

    /** Sends a binary message: the bytes from position to limit, which are copied; the position stays. See {@link #send(String)}. */
    public void send(ByteBuffer bytes) {
        ByteBuffer copy = ByteBuffer.allocate(bytes.remaining());
        send(Opcode.BINARY, copy.put(bytes.duplicate()).flip());
    }

    private void send(Opcode kind, ByteBuffer payload) {
        reconnection.send(new SendQueue.Message(payload.remaining(), socket -> socket.send(kind, payload)));
    }

    /**
     * Sends a binary message. A blob of a file is read as the network takes it; one that cannot be read ends the connection. See {@link
     * #send(String)}.
     */
    public void send(Blob blob) {
        reconnection.send(new SendQueue.Message(blob.size(), socket -> socket.send(blob)));
    }

    /** Ends it, without a code. See {@link #close(int, String)}. */
    public void close() {
        reconnection.close(Close.WITHOUT_STATUS);
    }

    /** Ends it, with a code. See {@link #close(int, String)}. */
    public void close(int code) {
        close(code, "");
    }

    /**
     * Ends it: closes the connection, or gives the attempt or the waiting for it up; there are no further ones. What waits for a connection is
     * dropped.
     *
     * @param code 1000, or 3000 to 4999
     * @param reason at most 123 bytes of UTF-8
     * @throws DOMException an {@code InvalidAccessError} for another code, a {@code SyntaxError} for a longer reason
     */
    public void close(int code, String reason) {
        reconnection.close(WebSocket.checkedClose(code, reason));
    }

    // ---- events ----

    public @Nullable EventListener<Event> onopen() {
        return attribute("open");
    }

    /** What is called when there is a new connection. */
    public void onopen(@Nullable EventListener<Event> handler) {
        listeners.attribute("open", handler);
    }

    public @Nullable EventListener<Event> ononline() {
        return attribute("online");
    }

    /** What is called when all that has waited was given to a new connection. */
    public void ononline(@Nullable EventListener<Event> handler) {
        listeners.attribute("online", handler);
    }

    public @Nullable EventListener<MessageEvent> onmessage() {
        return attribute("message");
    }

    /** What is called when a message came in. */
    public void onmessage(@Nullable EventListener<MessageEvent> handler) {
        listeners.attribute("message", handler);
    }

    public @Nullable EventListener<OfflineEvent> onoffline() {
        return attribute("offline");
    }

    /** What is called when the connection is lost and there will be another. */
    public void onoffline(@Nullable EventListener<OfflineEvent> handler) {
        listeners.attribute("offline", handler);
    }

    public @Nullable EventListener<ReconnectingEvent> onreconnecting() {
        return attribute("reconnecting");
    }

    /** What is called when it is known when the next attempt will be made. */
    public void onreconnecting(@Nullable EventListener<ReconnectingEvent> handler) {
        listeners.attribute("reconnecting", handler);
    }

    public @Nullable EventListener<ErrorEvent> onerror() {
        return attribute("error");
    }

    /** What is called when it failed for good; a close event follows. */
    public void onerror(@Nullable EventListener<ErrorEvent> handler) {
        listeners.attribute("error", handler);
    }

    public @Nullable EventListener<CloseEvent> onclose() {
        return attribute("close");
    }

    /** What is called when it is over: nothing follows. */
    public void onclose(@Nullable EventListener<CloseEvent> handler) {
        listeners.attribute("close", handler);
    }

    @Override
    public String toString() {
        WebSocketUrl url = reconnection.url();
        return "ReconnectingWebSocket[" + (url == null ? "" : url.printable() + ", ") + "readyState " + readyState()
                + "]";
    }

    @SuppressWarnings("unchecked") // the setter of the same attribute put it there
    private <E extends Event> @Nullable EventListener<E> attribute(String type) {
        return (EventListener<E>) listeners.attribute(type);
    }

    /** Makes events of what happens. Called by the task queue. */
    private final class Events implements ReconnectionEvents {
        /** Types whose first event was dispatched: nobody may ever listen to them, so of each at most one waits for a listener. */
        private final Set<String> happened = ConcurrentHashMap.newKeySet();

        private void dispatch(Event event) {
            if (happened.add(event.type()) || listeners.everListened(event.type())) {
                listeners.dispatch(event);
            }
        }

        @Override
        public void open() {
            dispatch(new Event("open", ReconnectingWebSocket.this));
        }

        @Override
        public void online() {
            dispatch(new Event("online", ReconnectingWebSocket.this));
        }

        @Override
        public void text(String text) {
            message(2L * text.length(), () -> text);
        }

        @Override
        public void binary(byte[] bytes) {
            message(bytes.length, () -> binaryType == BinaryType.BLOB ? Blob.of(bytes, "") : ByteBuffer.wrap(bytes));
        }

        @Override
        public void blob(Blob blob) {
            message(blob.size(), () -> data(blob));
        }

        @Override
        public int wholeUpTo() {
            return binaryType == BinaryType.BLOB ? maxBlobInMemory : Integer.MAX_VALUE;
        }

        private Object data(Blob blob) {
            if (binaryType == BinaryType.BLOB) {
                return blob;
            }
            try {
                return blob.arrayBuffer(); // the binary type was another when it came
            } catch (IOException e) {
                String why = "a message could not be read from its temporary file: " + e.getMessage();
                reconnection.socket().ifPresent(socket -> socket.fail(why));
                throw new UncheckedIOException(e);
            }
        }

        private void message(long cost, Supplier<Object> data) {
            WebSocketUrl url = reconnection.url();
            String origin = url == null ? "" : url.origin();
            listeners.dispatch(new MessageEvent(ReconnectingWebSocket.this, cost, data, origin));
        }

        @Override
        public void offline(ConnectionLoss loss) {
            dispatch(new OfflineEvent(ReconnectingWebSocket.this, loss));
        }

        @Override
        public void reconnecting(Duration delay, ConnectionLoss loss) {
            dispatch(new ReconnectingEvent(ReconnectingWebSocket.this, delay, loss));
        }

        @Override
        public void error(String message) {
            if (!listeners.everListened("error")) {
                LOG.log(System.Logger.Level.WARNING, message);
            }
            dispatch(new ErrorEvent(ReconnectingWebSocket.this, message));
        }

        @Override
        public void close(boolean wasClean, int code, String reason) {
            dispatch(new CloseEvent(ReconnectingWebSocket.this, wasClean, code, reason));
        }
    }
}
