package dev.parley.server;

import java.net.SocketAddress;

/**
 * Learns of what happens at a server: for figures, logs and traces. Called on event loops, so it must not block; calls for
 * different peers may overlap. What it throws is logged and has no other effect.
 *
 * <pre>{@code
 * ServerOptions options = ServerOptions.DEFAULT.withObserver(new ServerObserver() {
 *     public void onRefused(SocketAddress address, int status) {
 *         System.out.println(address + " did not get in: " + status);
 *     }
 * });
 * }</pre>
 */
public interface ServerObserver {
    /**
     * A peer has come in; its handler does not know yet.
     *
     * @return who learns of what happens on its connection; {@link PeerObserver#NONE} for nobody
     */
    default PeerObserver onOpened(Peer peer) {
        return PeerObserver.NONE;
    }

    /**
     * A request for a WebSocket was answered with something else.
     *
     * @param status the HTTP status code
     */
    default void onRefused(SocketAddress address, int status) {}
}
