package dev.parley.client;

import dev.parley.engine.Close;
import java.util.OptionalInt;

/**
 * A {@link WebSocketStream} did not end cleanly; or, given to {@link ReadableMessages#cancel(Throwable)} and its like, what to
 * tell the server (WHATWG WebSockets, the sketch of WebSocketStream). Immutable.
 */
public final class WebSocketError extends DOMException {
    private static final long serialVersionUID = 1L;

    private final int closeCode;
    private final String reason;

    /** One without a code. */
    public WebSocketError(String message) {
        this(Close.NO_STATUS, message, "");
    }

    /**
     * One to close with.
     *
     * @param closeCode 1000, or 3000 to 4999
     * @param reason at most 123 bytes of UTF-8
     * @throws DOMException an {@code InvalidAccessError} for another code, a {@code SyntaxError} for a longer reason
     */
    public WebSocketError(String message, int closeCode, String reason) {
        this(closeCode, message, WebSocket.checkedClose(closeCode, reason).reason());
    }

    /** The parameters in another order: any code at all. */
    private WebSocketError(int closeCode, String message, String reason) {
        super("WebSocketError", message);
        this.closeCode = closeCode;
        this.reason = reason;
    }

    /** The end of a connection, whatever its code. */
    static WebSocketError ofEnd(String message, int closeCode, String reason) {
        return new WebSocketError(closeCode, message, reason);
    }

    /** The code of the end, 1006 if no Close frame came; none if none was given. */
    public OptionalInt closeCode() {
        return closeCode == Close.NO_STATUS ? OptionalInt.empty() : OptionalInt.of(closeCode);
    }

    /** The reason beside the code; empty for none. */
    public String reason() {
        return reason;
    }

    /** How a connection is closed for this cause: with the code and the reason of a WebSocketError, else without. */
    static Close close(Throwable cause) {
        if (cause instanceof WebSocketError error && WebSocket.mayCloseWith(error.closeCode)) {
            return new Close(error.closeCode, error.reason);
        }
        return Close.WITHOUT_STATUS;
    }
}
