package dev.parley.server;

import dev.parley.engine.Opcode;
import java.nio.ByteBuffer;

/**
 * A {@link WebSocketHandler} that takes messages as they come, and not whole: so a message may be larger than what one wants to hold.
 * {@link #onText} and {@link #onBinary} are not called. {@link MessageStreams} makes an {@code InputStream} of them.
 *
 * <pre>{@code
 * class Upload implements FragmentHandler {
 *     public void onFragment(Peer peer, Opcode kind, ByteBuffer fragment, boolean last) {
 *         bytes += fragment.remaining();
 *     }
 * }
 * }</pre>
 */
public interface FragmentHandler extends WebSocketHandler {
    /** A message came in one piece: its only fragment. */
    @Override
    default void onMessage(Peer peer, Opcode kind, ByteBuffer payload) {
        onFragment(peer, kind, payload, true);
    }

    /**
     * The next bytes of a message came in. They need be neither what the peer had in one frame nor whole characters; what has come so
     * far has been checked to be UTF-8 if it is text. Called on the event loop, as the other methods; {@link Peer#pause} makes the
     * peer wait, after at most one read of 256 KiB, and what that inflates to.
     *
     * @param kind {@link Opcode#TEXT} or {@link Opcode#BINARY}, for each part of the message the same
     * @param fragment lent: valid until the method returns; may be empty if it is the last
     * @param last whether the message ends with it
     */
    void onFragment(Peer peer, Opcode kind, ByteBuffer fragment, boolean last);
}
