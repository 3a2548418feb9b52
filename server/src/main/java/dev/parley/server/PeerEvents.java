package dev.parley.server;

import dev.parley.engine.Close;
import dev.parley.engine.Ending;
import dev.parley.engine.Opcode;
import dev.parley.net.Connection;
import dev.parley.net.ConnectionHandler;
import java.nio.ByteBuffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings what happens on a connection to the application's handler, and keeps what the handler throws from the event loop.
 * Confined to the connection's event loop.
 */
final class PeerEvents implements ConnectionHandler {
    private static final System.Logger LOG = System.getLogger("dev.parley.server");

    private final WebSocketHandler handler;
    private final Request request;
    private final String protocol;
    private final ServerOptions options;
    private final Set<Peer> peers;
    private @Nullable Peer peer;
    private boolean failed;
    private boolean ended;

    /**
     * @param request what was asked
     * @param protocol the subprotocol that was chosen; empty for none
     * @param peers where open peers are kept
     */
    PeerEvents(WebSocketHandler handler, Request request, String protocol, ServerOptions options, Set<Peer> peers) {
        this.handler = handler;
        this.request = request;
        this.protocol = protocol;
        this.options = options;
        this.peers = peers;
    }

    @Override
    public void onOpen(Connection connection) {
        Peer opened = new Peer(connection, request, protocol, options, this);
        peer = opened;
        peers.add(opened);
        guarded(() -> handler.onOpen(opened));
    }

    /** After a {@link Sent#BUFFERED} enough has been written. */
    void drained() {
        guarded(() -> handler.onDrain(peer()));
    }

    @Override
    public void onMessage(Opcode kind, ByteBuffer payload) {
        if (failed) {
            return;
        }
        try {
            handler.onMessage(peer(), kind, payload);
        } catch (Throwable t) {
            failed(t);
        }
    }

    /** Whether the application takes messages as they come. */
    boolean takesFragments() {
        return handler instanceof FragmentHandler;
    }

    @Override
    public int wholeUpTo(Opcode kind) {
        return takesFragments() ? 0 : Integer.MAX_VALUE;
    }

    @Override
    public void onPart(Opcode kind, ByteBuffer part, boolean last) {
        if (failed || !(handler instanceof FragmentHandler fragments)) {
            return;
        }
        try {
            fragments.onFragment(peer(), kind, part, last);
        } catch (Throwable t) {
            failed(t);
        }
    }

    @Override
    public void onPong(ByteBuffer payload) {
        peer().pong(payload);
    }

    @Override
    public void onWritten(int messages, long payloadBytes, long bytes) {
        peer().written(messages, payloadBytes, bytes);
    }

    @Override
    public void onCompressed(long bytesLess) {
        peer().compressed(bytesLess);
    }

    @Override
    public void onDropped(long payloadBytes) {
        peer().dropped(payloadBytes);
    }

    @Override
    public void onFull() {
        peer().channelFull(true);
    }

    @Override
    public void onDrain() {
        peer().channelFull(false);
    }

    @Override
    public void onEnd(Ending ending) {
        peers.remove(peer());
        ended = true;
        peer().ended();
        try {
            handler.onClose(peer(), ending);
        } catch (Throwable t) {
            LOG.log(System.Logger.Level.ERROR, "onClose failed for " + peer(), t);
        }
    }

    private Peer peer() {
        if (peer == null) {
            throw new IllegalStateException("not open yet");
        }
        return peer;
    }

    private void guarded(Runnable call) {
        if (failed || ended) {
            return;
        }
        try {
            call.run();
        } catch (Throwable t) {
            failed(t);
        }
    }

    /** An error in the application costs this connection, and nothing else: not even for an {@link Error}. */
    private void failed(Throwable t) {
        failed = true;
        LOG.log(System.Logger.Level.ERROR, "A handler failed for " + peer(), t);
        peer().close(Close.INTERNAL_ERROR, "internal error");
    }
}
