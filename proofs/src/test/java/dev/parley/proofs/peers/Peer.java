package dev.parley.proofs.peers;

import dev.parley.probe.Role;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An implementation that the probe judges, in one of its roles.
 *
 * @param server how it is begun, if it is a server
 * @param client how it is begun, if it is a client
 */
record Peer(
        String name, String version, Role role, PeerServer.@Nullable Begin server, PeerClient.@Nullable Begin client) {

    static Peer server(String name, String version, PeerServer.Begin begin) {
        return new Peer(name, version, Role.SERVER, begin, null);
    }

    static Peer client(String name, String version, PeerClient.Begin begin) {
        return new Peer(name, version, Role.CLIENT, null, begin);
    }

    /** The same, in a process of its own. */
    Peer apart() {
        return server != null
                ? server(name, version, () -> JavaPeer.server(this))
                : client(name, version, () -> JavaPeer.client(this));
    }

    /** For the names of files, and on command lines. */
    String slug() {
        return (name + "-" + role.word()).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }

    @Override
    public String toString() {
        return name + " " + version + " as a " + role.word();
    }
}
