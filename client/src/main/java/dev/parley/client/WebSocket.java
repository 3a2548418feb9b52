package dev.parley.client;

import dev.parley.engine.ClientHandshake;
import dev.parley.engine.Close;
import dev.parley.engine.Opcode;
import dev.parley.engine.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The browser's {@code WebSocket} (WHATWG WebSockets standard §3.1), name for name: an attribute {@code x} is {@code x()},
 * its setter {@code x(value)}.
 *
 * <pre>{@code
 * WebSocket socket = new WebSocket("wss://example.org/echo");
 * socket.onopen(event -> socket.send("Hello"));
 * socket.onmessage(event -> System.out.println(event.data()));
 * socket.onclose(event -> System.out.println(event.code() + " " + event.reason()));
 * }</pre>
 *
 * <p>It connects as soon as it is made. An event waits for the first listener of its type, so none is lost between the
 * constructor and the listeners. Listeners of one socket are called one at a time, in order, on threads where they may
 * block; while they do, messages wait, and then the server. A program stays alive while a socket of its is not closed.
 *
 * <p>Any thread may call any method.
 */
public final class WebSocket extends EventTarget {
    private static final System.Logger LOG = System.getLogger("dev.parley.client");

    /** The connection is not open yet. */
    public static final int CONNECTING = 0;
    /** The connection is open. */
    public static final int OPEN = 1;
    /** The closing handshake is under way. */
    public static final int CLOSING = 2;
    /** The connection is closed, or could not be opened. */
    public static final int CLOSED = 3;

    private final WebSocketUrl url;
    private final int maxBlobInMemory;
    private final Socket socket;
    private volatile BinaryType binaryType = BinaryType.BLOB;

    /**
     * Connects.
     *
     * <p>A port that other protocols are known to use is not connected to, as the Fetch standard has it (§2.9): an error and a
     * close event follow.
     *
     * @param url with the scheme ws, wss, http (for ws) or https (for wss); or relative, if the options have a base
     * @param protocols the subprotocols to offer, most wanted first
     * @throws DOMException a {@code SyntaxError} if the URL has another scheme, a fragment or no host, or if a subprotocol
     *     is no token or there twice
     */
    public WebSocket(String url, String... protocols) {
        this(url, WebSocketOptions.DEFAULT, protocols);
    }

    /** Connects, with options. See {@link #WebSocket(String, String...)}. */
    public WebSocket(String url, WebSocketOptions options, String... protocols) {
        this(url, options, List.of(protocols), new TaskQueue(options.executor()));
    }

    private WebSocket(String url, WebSocketOptions options, List<String> protocols, TaskQueue tasks) {
        super(options.maxWaitingMessages(), tasks);
        this.url = WebSocketUrl.parseWith(options, url);
        this.maxBlobInMemory = options.maxBlobInMemory();
        checkProtocols(protocols);
        this.socket = new Socket(this.url, protocols, options, tasks, new Events());
        this.socket.connect();
    }

    // ---- attributes ----

    /** The URL as it was understood, with ws or wss as its scheme. */
    public String url() {
        return url.href();
    }

    /** {@link #CONNECTING}, {@link #OPEN}, {@link #CLOSING} or {@link #CLOSED}. */
    public int readyState() {
        return socket.readyState();
    }

    /**
     * How many bytes of messages (in UTF-8 if text, without frames) were given to {@code send} and are not written to the
     * network yet. Does not fall to zero when the connection closes.
     */
    public long bufferedAmount() {
        return socket.bufferedAmount();
    }

    /** The extensions in use, as the server chose them; empty before the connection is open, or if there are none. */
    public String extensions() {
        return socket.extensions();
    }

    /** The subprotocol that the server chose; empty before the connection is open, or if there is none. */
    public String protocol() {
        return socket.protocol();
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
     * Sends a text message; lone surrogates become U+FFFD.
     *
     * @throws DOMException an {@code InvalidStateError} while connecting. When closing or closed, the message is dropped
     */
    public void send(String text) {
        checkConnected();
        socket.send(Opcode.TEXT, Text.encode(text));
    }

    /** Sends a binary message: the bytes are copied. See {@link #send(String)}. */
    public void send(byte[] bytes) {
        send(ByteBuffer.wrap(bytes));
    }

    /** Sends a binary message: the bytes from position to limit, which are copied; the position stays. */
    public void send(ByteBuffer bytes) {
        checkConnected();
        socket.send(
                Opcode.BINARY,
                ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip());
    }

    /**
     * Sends a binary message. A blob of a file is read as the network takes it, whatever its size, and goes out uncompressed; what is
     * sent after it waits. If it cannot be read, or has become shorter, the connection fails.
     */
    public void send(Blob blob) {
        checkConnected();
        socket.send(blob);
    }

    /** Closes the connection, or the attempt to connect, without a code. */
    public void close() {
        socket.close(Close.WITHOUT_STATUS);
    }

    /** Closes with a code. See {@link #close(int, String)}. */
    public void close(int code) {
        close(code, "");
    }

    /**
     * Closes the connection, or the attempt to connect. What was given to {@code send} before is sent first. Does nothing
     * when closing or closed.
     *
     * @param code 1000, or 3000 to 4999
     * @param reason at most 123 bytes of UTF-8
     * @throws DOMException an {@code InvalidAccessError} for another code, a {@code SyntaxError} for a longer reason
     */
    public void close(int code, String reason) {
        socket.close(checkedClose(code, reason));
    }

    /** What a program may close with: 1000 or 3000 to 4999, and at most 123 bytes of UTF-8. */
    static Close checkedClose(int code, String reason) {
        if (!mayCloseWith(code)) {
            throw DOMException.invalidAccessError("The close code must be 1000, or 3000 to 4999, not " + code + ".");
        }
        String scalar = Text.decode(Text.encode(reason));
        if (Text.encode(reason).remaining() > Close.MAX_REASON_BYTES) {
            throw DOMException.syntaxError("The close reason has more than 123 bytes of UTF-8.");
        }
        return new Close(code, scalar);
    }

    static boolean mayCloseWith(int code) {
        return code == Close.NORMAL || code >= 3000 && code <= 4999;
    }

    // ---- events ----

    public @Nullable EventListener<Event> onopen() {
        return attribute("open");
    }

    /** What is called when the connection is open. */
    public void onopen(@Nullable EventListener<Event> handler) {
        listeners.attribute("open", handler);
    }

    public @Nullable EventListener<MessageEvent> onmessage() {
        return attribute("message");
    }

    /** What is called when a message came in. */
    public void onmessage(@Nullable EventListener<MessageEvent> handler) {
        listeners.attribute("message", handler);
    }

    public @Nullable EventListener<ErrorEvent> onerror() {
        return attribute("error");
    }

    /** What is called when the connection failed; a close event follows. */
    public void onerror(@Nullable EventListener<ErrorEvent> handler) {
        listeners.attribute("error", handler);
    }

    public @Nullable EventListener<CloseEvent> onclose() {
        return attribute("close");
    }

    /** What is called when the connection is closed, or could not be opened. */
    public void onclose(@Nullable EventListener<CloseEvent> handler) {
        listeners.attribute("close", handler);
    }

    @Override
    public String toString() {
        return "WebSocket[" + url.printable() + ", readyState " + readyState() + "]";
    }

    @SuppressWarnings("unchecked") // the setter of the same attribute put it there
    private <E extends Event> @Nullable EventListener<E> attribute(String type) {
        return (EventListener<E>) listeners.attribute(type);
    }

    private void checkConnected() {
        // RFC 6455 §4.1: "the client MUST wait for a response from the server before sending any further data."
        if (readyState() == CONNECTING) {
            throw DOMException.invalidStateError("The connection is not open yet: send after its open event.");
        }
    }

    static void checkProtocols(List<String> protocols) {
        // RFC 6455 §4.1: they "MUST be non-empty strings with characters in the range U+0021 to U+007E not including
        // separator characters"
        for (String protocol : protocols) {
            if (!ClientHandshake.isProtocolName(protocol)) {
                throw DOMException.syntaxError("\"" + protocol + "\" cannot be the name of a subprotocol.");
            }
        }
        // RFC 6455 §4.1: they "MUST all be unique strings"
        if (new HashSet<>(protocols).size() != protocols.size()) {
            throw DOMException.syntaxError("A subprotocol is there twice.");
        }
    }

    /** Makes events of what happens on the socket. Called by the task queue. */
    private final class Events implements SocketEvents {
        @Override
        public void open() {
            listeners.dispatch(new Event("open", WebSocket.this));
        }

        @Override
        public void text(String text, int cost) {
            listeners.dispatch(new MessageEvent(WebSocket.this, 2L * text.length(), () -> text, url.origin()));
            socket.taken(cost);
        }

        @Override
        public void binary(byte[] bytes, int cost) {
            listeners.dispatch(new MessageEvent(WebSocket.this, bytes.length, () -> data(bytes), url.origin()));
            socket.taken(cost);
        }

        @Override
        public void blob(Blob blob) {
            listeners.dispatch(new MessageEvent(WebSocket.this, blob.size(), () -> data(blob), url.origin()));
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
                socket.fail("a message could not be read from its temporary file: " + e.getMessage());
                throw new UncheckedIOException(e);
            }
        }

        private Object data(byte[] bytes) {
            return binaryType == BinaryType.BLOB ? Blob.of(bytes, "") : ByteBuffer.wrap(bytes);
        }

        @Override
        public void error(String message) {
            if (!listeners.everListened("error")) {
                // As a browser writes it to its console: or nobody would know why it does not work.
                LOG.log(System.Logger.Level.WARNING, message);
            }
            listeners.dispatch(new ErrorEvent(WebSocket.this, message));
        }

        @Override
        public void close(boolean wasClean, int code, String reason) {
            listeners.dispatch(new CloseEvent(WebSocket.this, wasClean, code, reason));
        }
    }
}
