package dev.parley.proofs.peers;

import dev.parley.probe.ClientProbe;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The loop around a client library that makes one connection at a time.
 *
 * @param once one connection
 * @param stop gives back what the library holds
 */
record Reconnecting(Once once, Stop stop) implements PeerClient {
    /** More than any case takes: a library that never says that a connection is over must not end the run. */
    private static final long MAX_SECONDS = 40;
    /** After a connection that failed, so that a probe that listens no more does not cost a processor. */
    private static final long PAUSE_MILLIS = 10;

    Reconnecting(Once once) {
        this(once, Stop.NOTHING);
    }

    /** Connects once and sends every message back. */
    interface Once {
        /** @return done when the connection is over: with the reason of the Close frame, empty for none */
        CompletableFuture<String> connect(URI address) throws Exception;
    }

    @Override
    public void run(URI address) throws InterruptedException {
        String reason = "";
        while (!reason.equals(ClientProbe.ALL_DONE)) {
            try {
                reason = once.connect(address).get(MAX_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                // Many cases are meant to end so.
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    @Override
    public void close() {
        stop.quietly();
    }
}
