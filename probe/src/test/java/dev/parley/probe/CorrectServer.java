package dev.parley.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A small echo server on plain sockets that keeps every rule: the control of the tests with broken ones, each of which takes
 * one of its steps differently. Listens from the beginning; any thread.
 */
final class CorrectServer implements AutoCloseable {
    /** The most that a case opens at once is about a hundred. */
    private static final int MAX_CONNECTIONS = 256;
    /** How long a connection may be held without a byte. */
    private static final int IDLE_MILLIS = 20_000;

    private final AnswerSteps answers;
    private final Supplier<EchoSteps> echo;
    private final ServerSocket listening;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<Throwable> bugs = new CopyOnWriteArrayList<>();
    private final ExecutorService threads =
            new ThreadPoolExecutor(0, MAX_CONNECTIONS + 1, 1, TimeUnit.SECONDS, new SynchronousQueue<>());

    CorrectServer() throws IOException {
        this(new AnswerSteps(), EchoSteps::new);
    }

    CorrectServer(AnswerSteps answers, Supplier<EchoSteps> echo) throws IOException {
        this.answers = answers;
        this.echo = echo;
        listening = new ServerSocket(0, MAX_CONNECTIONS, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    URI address() {
        return URI.create("ws://127.0.0.1:" + listening.getLocalPort() + "/echo");
    }

    /** What went wrong in the server itself: nothing, or a test proves nothing. */
    List<Throwable> bugs() {
        return bugs;
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                open.add(socket);
                if (listening.isClosed()) {
                    socket.close();
                }
                threads.execute(() -> serve(socket));
            } catch (IOException | RejectedExecutionException e) {
                // It is closed, or the one connection has gone again.
            }
        }
    }

    private void serve(Socket socket) {
        try (Link link = new Link(socket)) {
            link.limitReads(IDLE_MILLIS);
            Optional<Head> request = Head.lines(link, false).flatMap(Head::of);
            AnswerSteps.Answered answered = answers.answer(request);
            if (!answers.keepsEarlyBytes()) {
                link.readExactly(link.available());
            }
            link.write(Head.bytes(answered.lines()));
            if (answered.opened()) {
                echo.get().run(link, true, answered.terms());
            } else {
                link.endOutput();
                link.drain();
            }
        } catch (IOException e) {
            // The peer ended the connection, as many cases do.
        } catch (RuntimeException e) {
            bugs.add(e);
        } finally {
            open.remove(socket);
        }
    }

    /** Ends all connections, and waits until no thread is left. */
    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : open) {
            socket.close();
        }
        threads.shutdown();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("A thread of the server does not end.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
