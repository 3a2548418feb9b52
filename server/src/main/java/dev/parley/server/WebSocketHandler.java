package dev.parley.server;

import dev.parley.engine.Ending;
import dev.parley.engine.Opcode;
import dev.parley.engine.Text;
import java.nio.ByteBuffer;

/**
 * What an application does with its peers. Six methods, all optional; one handler serves all peers of its route.
 *
 * <p>The calls for one peer never overlap and match {@code onOpen (onMessage | onDrain)* onClose}. They come from the event
 * loop that owns the peer and must not block: other peers wait meanwhile. Calls for different peers may overlap.
 *
 * <p>What a method throws is logged and closes that peer's connection with 1011.
 *
 * <pre>{@code
 * WebSocketHandler echo = new WebSocketHandler() {
 *     public void onText(Peer peer, String text) {
 *         peer.send(text);
 *     }
 *
 *     public void onBinary(Peer peer, ByteBuffer payload) {
 *         peer.send(payload);
 *     }
 * };
 * }</pre>
 */
public interface WebSocketHandler {
    /** The handshake is done; messages may be sent. */
    default void onOpen(Peer peer) {}

    /**
     * A whole message came in. Override this one to see text as the UTF-8 it arrived in; it otherwise goes on to {@link
     * #onText} or {@link #onBinary}.
     *
     * @param kind {@link Opcode#TEXT} or {@link Opcode#BINARY}
     * @param payload lent: valid until the method returns
     */
    default void onMessage(Peer peer, Opcode kind, ByteBuffer payload) {
        if (kind == Opcode.TEXT) {
            onText(peer, Text.decode(payload));
        } else {
            onBinary(peer, payload);
        }
    }

    /** A text message came in. */
    default void onText(Peer peer, String text) {}

    /**
     * A binary message came in.
     *
     * @param payload lent: valid until the method returns
     */
    default void onBinary(Peer peer, ByteBuffer payload) {}

    /** After a {@link Sent#BUFFERED}: enough has been written to send more. */
    default void onDrain(Peer peer) {}

    /** The connection is over; nothing can be sent any more. Called exactly once for each peer that was opened. */
    default void onClose(Peer peer, Ending ending) {}
}
