package dev.parley.probe;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * A small echo client on plain sockets that keeps every rule: the control of the tests with broken ones, each of which takes
 * one of its steps differently. Connects from the beginning, and again and again until it hears that all is done; any thread.
 */
final class CorrectClient implements AutoCloseable {
    /** How long a connection may be held without a byte. */
    private static final int IDLE_MILLIS = 20_000;

    private final InetSocketAddress address;
    private final AskSteps asking;
    private final Supplier<EchoSteps> echo;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<Throwable> bugs = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;

    /** @param connections at the same time */
    CorrectClient(InetSocketAddress address, int connections, AskSteps asking, Supplier<EchoSteps> echo) {
        this.address = address;
        this.asking = asking;
        this.echo = echo;
        for (int i = 0; i < connections; i++) {
            Thread thread = new Thread(this::connectAgainAndAgain, "correct-client-" + i);
            threads.add(thread);
            thread.start();
        }
    }

    /** What went wrong in the client itself: nothing, or a test proves nothing. */
    List<Throwable> bugs() {
        return bugs;
    }

    private void connectAgainAndAgain() {
        try {
            String reason = "";
            while (!closed && !reason.equals(ClientProbe.ALL_DONE)) {
                reason = connect();
            }
        } catch (IOException e) {
            // Nobody listens any more.
        } catch (RuntimeException e) {
            bugs.add(e);
        }
    }

    /** The reason that the peer gave for the end, if it came to that. */
    private String connect() throws IOException {
        try (Socket socket = new Socket()) {
            open.add(socket);
            socket.connect(address);
            return converse(socket);
        }
    }

    private String converse(Socket socket) {
        try (Link link = new Link(socket)) {
            link.limitReads(IDLE_MILLIS);
            String key = asking.newKey();
            link.write(Head.bytes(asking.request("127.0.0.1:" + address.getPort(), key)));
            Optional<Head> answer = answer(link);
            if (answer.isEmpty() || !asking.opens(answer.get(), key)) {
                return "";
            }
            if (!asking.keepsEarlyBytes()) {
                link.readExactly(link.available());
            }
            return echo.get().run(link, false, asking.terms(answer.get()));
        } catch (IOException e) {
            // The peer ended the connection, as many cases do.
            return "";
        } finally {
            open.remove(socket);
        }
    }

    private Optional<Head> answer(Link link) throws IOException {
        Optional<Head> answer;
        do {
            answer = Head.lines(link, true).flatMap(Head::of);
        } while (answer.isPresent() && asking.isInterim(answer.get()));
        return answer;
    }

    /** Ends all connections, and waits until no thread is left. */
    @Override
    public void close() throws IOException {
        closed = true;
        for (Socket socket : open) {
            socket.close();
        }
        try {
            for (Thread thread : threads) {
                thread.join(10_000);
                if (thread.isAlive()) {
                    throw new IllegalStateException("A thread of the client does not end.");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
