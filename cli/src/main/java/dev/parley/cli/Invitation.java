package dev.parley.cli;

import dev.parley.probe.ClientProbe;
import dev.parley.probe.Probe;
import dev.parley.probe.ProbeOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** How clients that are to be tested find the probe. Stateless. */
final class Invitation {
    private Invitation() {}

    /** @throws IllegalArgumentException if nobody can listen there, with the reason */
    static ClientProbe listening(String host, int port, ProbeOptions options) throws IOException {
        try {
            return Probe.ofClient(new InetSocketAddress(InetAddress.getByName(host), port), options);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("There is no host " + host + ".", e);
        } catch (BindException e) {
            throw new IllegalArgumentException("cannot listen on " + host + " port " + port + ": " + e.getMessage(), e);
        }
    }

    static void print(ClientProbe probe, PrintStream out) {
        InetAddress address = probe.address().getAddress();
        // An address for everybody is none to open: this machine's own name is.
        String host = address.isAnyLocalAddress() ? "localhost" : address.getHostAddress();
        String at = "ws://" + (host.contains(":") ? "[" + host + "]" : host) + ":"
                + probe.address().getPort();
        out.printf("""
                parley probe waits for a client that sends every message back
                  %s/run      the next case; connect again and again, until closed with 1000 "%s"
                  %s/count    one message: the number of cases (%d)
                  %s/case/1   case 1, and so on, as often as you like
                  http%s/report   what came of it so far
                """, at, ClientProbe.ALL_DONE, at, probe.count(), at, at.substring(2));
        out.flush();
    }
}
