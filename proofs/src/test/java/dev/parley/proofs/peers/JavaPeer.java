package dev.parley.proofs.peers;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * A peer in Java in a JVM of its own, so that none has to bear with what an earlier one left behind: its {@link #main} is told
 * which, and for a client where to connect. Stateless.
 */
final class JavaPeer {
    private static final Path HERE = Path.of(".");

    private JavaPeer() {}

    static PeerServer server(Peer peer) throws Exception {
        return PeerProcess.server(HERE, command(peer));
    }

    static PeerClient client(Peer peer) {
        return PeerProcess.client(HERE, command(peer));
    }

    private static List<String> command(Peer peer) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                JavaPeer.class.getName(),
                peer.slug());
    }

    public static void main(String[] arguments) throws Exception {
        Peer peer = Peers.inJava().stream()
                .filter(each -> each.slug().equals(arguments[0]))
                .findFirst()
                .orElseThrow();
        Thread watching = new Thread(JavaPeer::leaveWithParent);
        watching.setDaemon(true);
        watching.start();
        if (peer.server() != null) {
            System.out.println(peer.server().begin().address().getPort());
            Thread.currentThread().join();
        } else if (peer.client() != null) {
            peer.client().begin().run(URI.create(arguments[1]));
            System.exit(0);
        }
    }

    private static void leaveWithParent() {
        try {
            System.in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (java.io.IOException e) {
            // It is gone all the same.
        }
        System.exit(0);
    }
}
