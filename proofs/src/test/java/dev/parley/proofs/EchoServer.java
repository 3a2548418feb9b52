package dev.parley.proofs;

import dev.parley.server.Peer;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.server.TlsIdentity;
import dev.parley.server.WebSocketHandler;
import java.io.IOException;

/** Our server, which sends text back at {@code /echo}. */
final class EchoServer {
    private EchoServer() {}

    static Server start() throws IOException {
        return start(ServerOptions.DEFAULT);
    }

    static Server start(TlsIdentity identity) throws IOException {
        return start(ServerOptions.DEFAULT.withTls(identity));
    }

    private static Server start(ServerOptions options) throws IOException {
        return Server.start(options.withPort(0).withThreads(1), Routes.NONE.webSocket("/echo", new WebSocketHandler() {
            @Override
            public void onText(Peer peer, String text) {
                peer.send(text);
            }
        }));
    }

    /** The URL of it, by this name of its host. */
    static String url(Server server, String scheme, String host) {
        return scheme + "://" + host + ":" + server.address().getPort() + "/echo";
    }
}
