package dev.parley.proofs.peers;

import dev.parley.probe.ClientProbe;
import dev.parley.probe.Probe;
import dev.parley.probe.ProbeListener;
import dev.parley.probe.ProbeOptions;
import dev.parley.probe.Report;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;

/** Begins a peer, has it judged by the probe, and ends it. */
final class Judging {
    private Judging() {}

    static Report of(Peer peer, ProbeOptions options, ProbeListener listener) throws Exception {
        return peer.server() != null
                ? ofServer(peer.server(), options, listener)
                : ofClient(java.util.Objects.requireNonNull(peer.client()), options, listener);
    }

    static Report ofServer(PeerServer.Begin begin, ProbeOptions options, ProbeListener listener) throws Exception {
        try (PeerServer server = begin.begin()) {
            return Probe.ofServer(server.address(), options).run(listener);
        }
    }

    static Report ofClient(PeerClient.Begin begin, ProbeOptions options, ProbeListener listener) throws Exception {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (ClientProbe probe = Probe.ofClient(anyPort, options);
                PeerClient client = begin.begin()) {
            URI address =
                    URI.create("ws://" + PeerServer.HOST + ":" + probe.address().getPort() + "/run");
            Thread loop = new Thread(() -> run(client, address), "peer");
            loop.start();
            try {
                return probe.run(listener);
            } finally {
                loop.interrupt();
                loop.join(5_000);
            }
        }
    }

    private static void run(PeerClient client, URI address) {
        try {
            client.run(address);
        } catch (InterruptedException e) {
            // The probe has done with it.
        } catch (Exception e) {
            // What did not run becomes the results of the cases.
            e.printStackTrace();
        }
    }
}
