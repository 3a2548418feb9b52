package dev.parley.client;

/**
 * How a {@link WebSocketStream} ended, or is to end. Immutable.
 *
 * @param closeCode the code in the server's Close frame, 1005 if it had none; to close with: 1000, or 3000 to 4999
 * @param reason the reason beside it, for programs and logs; empty for none
 */
public record WebSocketCloseInfo(int closeCode, String reason) {
    public WebSocketCloseInfo(int closeCode) {
        this(closeCode, "");
    }
}
