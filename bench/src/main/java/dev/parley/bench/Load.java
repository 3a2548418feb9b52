package dev.parley.bench;

import java.net.URI;
import java.util.OptionalLong;

/**
 * What is to be done to a server. Immutable.
 *
 * @param server a ws or wss address
 * @param work what the connections are used for
 * @param connections how many are open at once
 * @param inFlight how many messages of a connection may be unanswered; in {@link Work#FAN_OUT} of the one that sends
 * @param payload what a message carries
 * @param pace how fast, and for how long
 * @param process a process on this machine whose CPU time is to be told, mostly the server
 * @param trustAny whether any TLS certificate will do
 */
public record Load(
        URI server,
        Work work,
        int connections,
        int inFlight,
        Payload payload,
        Pace pace,
        OptionalLong process,
        boolean trustAny) {
    /** All messages are made beforehand, and twice: this stays far below what one buffer can hold. */
    private static final long MOST_BYTES_IN_FLIGHT = 256L * 1024 * 1024;

    private static final int MOST_IN_FLIGHT = 65_536;

    /** Checks itself. */
    public Load {
        if (server.getHost() == null || !("ws".equals(server.getScheme()) || "wss".equals(server.getScheme()))) {
            throw new IllegalArgumentException(
                    "The address of a server looks like ws://127.0.0.1:8080/echo, not " + server);
        }
        if (connections < 1) {
            throw new IllegalArgumentException("There must be one connection at least.");
        }
        if (inFlight < 1 || inFlight > MOST_IN_FLIGHT) {
            throw new IllegalArgumentException("From 1 to " + MOST_IN_FLIGHT + " messages can be in flight.");
        }
        if ((long) inFlight * payload.bytes() > MOST_BYTES_IN_FLIGHT) {
            throw new IllegalArgumentException("At most 256 MiB can be in flight on a connection.");
        }
    }

    /** An echo on one connection, one message after the other. */
    public static Load on(URI server) {
        return new Load(server, Work.ECHO, 1, 1, Payload.DEFAULT, Pace.DEFAULT, OptionalLong.empty(), false);
    }

    public Load withWork(Work work) {
        return new Load(server, work, connections, inFlight, payload, pace, process, trustAny);
    }

    public Load withConnections(int connections, int inFlight) {
        return new Load(server, work, connections, inFlight, payload, pace, process, trustAny);
    }

    public Load withPayload(Payload payload) {
        return new Load(server, work, connections, inFlight, payload, pace, process, trustAny);
    }

    public Load withPace(Pace pace) {
        return new Load(server, work, connections, inFlight, payload, pace, process, trustAny);
    }

    public Load withProcess(OptionalLong process) {
        return new Load(server, work, connections, inFlight, payload, pace, process, trustAny);
    }

    public Load withTrustAny(boolean trustAny) {
        return new Load(server, work, connections, inFlight, payload, pace, process, trustAny);
    }

    boolean isSecure() {
        return "wss".equals(server.getScheme());
    }

    int port() {
        return server.getPort() >= 0 ? server.getPort() : isSecure() ? 443 : 80;
    }
}
