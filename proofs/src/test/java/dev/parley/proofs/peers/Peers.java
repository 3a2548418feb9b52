package dev.parley.proofs.peers;

import java.util.List;
import java.util.stream.Stream;

/** All implementations that are judged. Stateless. */
final class Peers {
    private Peers() {}

    /** Ours first, then servers, then clients; each begins in a process of its own. */
    static List<Peer> all() {
        List<Peer> apart = inJava().stream().map(Peer::apart).toList();
        return Stream.of(
                        apart.stream().filter(peer -> peer.name().equals("Parley")),
                        apart.stream().filter(peer -> !peer.name().equals("Parley") && peer.server() != null),
                        scripts().stream().filter(peer -> peer.server() != null),
                        apart.stream().filter(peer -> !peer.name().equals("Parley") && peer.client() != null),
                        scripts().stream().filter(peer -> peer.client() != null))
                .flatMap(peers -> peers)
                .toList();
    }

    /** Those that can begin within this process. */
    static List<Peer> inJava() {
        return List.of(
                Peer.server("Parley", Versions.of("parley"), ParleyServer::begin),
                Peer.server("Java-WebSocket", Versions.of("java-websocket"), JavaWebSocketServer::begin),
                Peer.server("Netty's codec", Versions.of("netty"), NettyServer::begin),
                Peer.server("Jetty", Versions.of("jetty"), JettyServer::begin),
                Peer.server("Undertow", Versions.of("undertow"), UndertowServer::begin),
                Peer.server("Tyrus on Grizzly", Versions.of("tyrus"), TyrusServer::begin),
                Peer.client("Parley", Versions.of("parley"), ParleyClient::begin),
                Peer.client("java.net.http", "JDK " + Runtime.version().feature(), JdkClient::begin),
                Peer.client("OkHttp", Versions.of("okhttp"), OkHttpPeer::begin),
                Peer.client("Java-WebSocket", Versions.of("java-websocket"), JavaWebSocketClient::begin),
                Peer.client("Netty's codec", Versions.of("netty"), NettyClient::begin),
                Peer.client("Jetty", Versions.of("jetty"), JettyClient::begin),
                Peer.client("Tyrus on Grizzly", Versions.of("tyrus"), TyrusClient::begin));
    }

    private static List<Peer> scripts() {
        return List.of(
                Peer.server("ws on Node.js", Versions.ofNpm("ws"), () -> Script.serverOnNode("ws-server.mjs")),
                Peer.server("Bun", Versions.ofNpm("bun"), () -> Script.serverOnBun("bun-server.mjs")),
                Peer.client("ws on Node.js", Versions.ofNpm("ws"), () -> Script.clientOnNode("ws-client.mjs")),
                Peer.client(
                        "undici on Node.js", Versions.ofNpm("undici"), () -> Script.clientOnNode("undici-client.mjs")),
                Peer.client("Bun", Versions.ofNpm("bun"), () -> Script.clientOnBun("bun-client.mjs")));
    }
}
