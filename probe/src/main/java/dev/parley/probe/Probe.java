package dev.parley.probe;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;

/**
 * A conformance test of somebody's WebSocket endpoint (RFC 6455, RFC 7692), ready to run. One run at a time.
 *
 * <pre>{@code
 * Report report = Probe.ofServer(URI.create("ws://localhost:8080/echo"), ProbeOptions.DEFAULT).run(ProbeListener.NONE);
 * }</pre>
 */
public sealed interface Probe permits ServerProbe, ClientProbe {

    /**
     * A test of a server that sends every message back.
     *
     * @throws IllegalArgumentException if the address is none of {@code ws} or {@code wss}, or {@link ProbeOptions#only} names
     *     no case
     */
    static ServerProbe ofServer(URI address, ProbeOptions options) {
        return new ServerProbe(address, options);
    }

    /**
     * A test of a client that sends every message back; it listens from now on.
     *
     * @param address port 0 for any free one
     * @throws IOException if the address cannot be listened on
     */
    static ClientProbe ofClient(InetSocketAddress address, ProbeOptions options) throws IOException {
        return new ClientProbe(address, options);
    }

    /**
     * Runs all cases that the options select; fewer, if the endpoint goes away or falls silent meanwhile, or {@link #stop} is
     * called, as {@link Report#notRun} and {@link Report#remarks} then say.
     *
     * @throws PeerUnavailableException if there is nothing to judge
     * @throws InterruptedException if the calling thread is interrupted; the run is then given up
     */
    Report run(ProbeListener listener) throws InterruptedException;

    /**
     * Ends a run early, from any thread: no further case begins, those under way are dropped, and {@link #run} soon returns
     * with what there is. Before a run, ends it as soon as it begins.
     */
    void stop();
}
