package dev.parley.proofs;

import dev.parley.server.EventStream;
import dev.parley.server.Peer;
import dev.parley.server.Request;
import dev.parley.server.Response;
import dev.parley.server.Routes;
import dev.parley.server.WebSocketHandler;
import java.net.InetSocketAddress;

/** Says to who asks what is known of it: as a page, by WebSocket, and as events. Stateless. */
final class WhoAsks {
    static final Routes ROUTES = Routes.NONE
            .get("/who", request -> Response.text(200, of(request)))
            .webSocket("/ws", new WebSocketHandler() {
                @Override
                public void onOpen(Peer peer) {
                    peer.send(of(peer.request()));
                }

                @Override
                public void onText(Peer peer, String text) {
                    peer.send(text);
                }
            })
            .eventStream("/events", WhoAsks::tell)
            .health("/healthz");

    private WhoAsks() {}

    private static void tell(EventStream stream) {
        stream.send("1", "who", of(stream.request()));
    }

    /** For instance {@code 127.0.0.5 http localhost:8080}. */
    static String of(Request request) {
        InetSocketAddress address = (InetSocketAddress) request.remoteAddress();
        return address.getAddress().getHostAddress() + " " + (request.secure() ? "https" : "http") + " "
                + request.host();
    }
}
