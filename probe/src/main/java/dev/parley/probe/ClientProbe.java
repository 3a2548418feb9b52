package dev.parley.probe;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A test of a client: listens, and lets the client connect, over and over. One run.
 *
 * <p>The client sends back every message, text as text and binary as binary, and connects anew whenever a connection has ended
 * or could not be opened. That is all; in JavaScript:
 *
 * <pre>{@code
 * function next() {
 *   const socket = new WebSocket("ws://localhost:9002/run");
 *   socket.binaryType = "arraybuffer";
 *   socket.onmessage = (event) => socket.send(event.data);
 *   socket.onclose = (event) => {
 *     if (event.reason !== "all cases done") next();
 *   };
 * }
 * next();
 * }</pre>
 *
 * <p>Addresses: {@code /run} is the next case that has not run yet, and after the last one a connection that is closed with
 * 1000 and "all cases done"; {@code /count} sends one text message with the number of cases; {@code /case/7} is the seventh
 * case; {@code /report} is a page with the results so far.
 *
 * <p>A run waits for the client's first case as long as {@link ProbeOptions#firstClientWait} says, so that a person can start
 * the probe and then the client; from then on, a client that stays away for {@link ProbeOptions#clientWait} is given up.
 */
public final class ClientProbe implements Probe, AutoCloseable {
    /** The reason with which {@code /run} closes after the last case. */
    public static final String ALL_DONE = "all cases done";

    /** A client has little reason to hold more connections than this. */
    private static final int MAX_CONNECTIONS = 64;
    /** How long a client has to fetch the word that all is done. */
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final ProbeOptions options;
    private final ServerSocket listening;
    private final List<Case> cases;
    private final Queue<Case> pending;
    private final ClientHistory history = new ClientHistory();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile long lastConnection = System.nanoTime();
    private volatile boolean begun;
    private volatile boolean toldAllDone;

    ClientProbe(InetSocketAddress address, ProbeOptions options) throws IOException {
        this.options = options;
        this.cases = Selection.of(Cases.all(Role.CLIENT), options.only());
        this.pending = new ArrayDeque<>(cases);
        this.listening = new ServerSocket();
        listening.bind(address, MAX_CONNECTIONS);
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listening.getLocalSocketAddress();
    }

    /** How many cases there are to run. */
    public int count() {
        return cases.size();
    }

    @Override
    public Report run(ProbeListener listener) throws InterruptedException {
        Instant started = Instant.now();
        Results results = new Results(cases, listener);
        ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor(ClientProbe::daemon);
        ExecutorService players = Executors.newCachedThreadPool(ClientProbe::daemon);
        lastConnection = System.nanoTime();
        try {
            daemon(() -> accept(players, watchdog, results)).start();
            while (!results.complete() && !abandoned()) {
                results.await(100);
            }
            giveUpRest(results);
            bidFarewell();
        } finally {
            close();
            players.shutdownNow();
            watchdog.shutdownNow();
        }
        return report(started, results);
    }

    /** Stops listening. */
    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            // It listens no more either way.
        }
    }

    private Report report(Instant started, Results results) {
        String where = "ws://" + address().getHostString() + ":" + address().getPort() + "/run";
        return new Report(Role.CLIENT, where, started, Duration.between(started, Instant.now()), results.inOrder());
    }

    private boolean abandoned() {
        Duration wait = begun ? options.clientWait() : options.firstClientWait();
        return connections.get() == 0 && System.nanoTime() - lastConnection > wait.toNanos();
    }

    private void giveUpRest(Results results) {
        for (Case test : cases) {
            if (!results.has(test)) {
                results.add(
                        new Result(test, Verdict.FAIL, "The client never connected.", new Transcript(), Duration.ZERO));
            }
        }
    }

    private void bidFarewell() throws InterruptedException {
        long until = System.nanoTime() + FAREWELL.toNanos();
        while ((!toldAllDone || connections.get() > 0) && System.nanoTime() < until) {
            Thread.sleep(10);
        }
    }

    private void accept(ExecutorService players, ScheduledExecutorService watchdog, Results results) {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                if (connections.get() >= MAX_CONNECTIONS) {
                    socket.close();
                    continue;
                }
                connections.incrementAndGet();
                try {
                    players.execute(() -> serve(socket, watchdog, results));
                } catch (RejectedExecutionException e) {
                    socket.close(); // it came just as the run ended
                }
            } catch (IOException e) {
                // The probe is closed, or this one connection is gone already.
            }
        }
    }

    private void serve(Socket socket, ScheduledExecutorService watchdog, Results results) {
        try {
            socket.setTcpNoDelay(true);
            Transcript transcript = new Transcript();
            Wire wire = new Wire(socket, socket, 1, transcript);
            if (HeadReader.read(wire, options.patience()) instanceof HttpHead request) {
                ClientPeer peer = new ClientPeer(request, address().getPort(), wire, transcript, options, history);
                answer(peer, watchdog, results);
            }
            wire.close();
        } catch (IOException e) {
            // The client is gone before it said anything.
        } catch (Unmet e) {
            // Not even what is no case could be said to it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lastConnection = System.nanoTime();
            connections.decrementAndGet();
        }
    }

    private void answer(ClientPeer peer, ScheduledExecutorService watchdog, Results results)
            throws InterruptedException {
        String[] words = peer.request().startLine().split(" ");
        String path = words.length > 1 ? words[1].replaceFirst("[?#].*", "") : "";
        if (path.equals("/report")) {
            page(peer.wire(), report(Instant.now(), results).toHtml());
        } else if (path.equals("/count")) {
            farewell(peer, Optional.of(Frame.text(String.valueOf(cases.size()))), "");
        } else if (path.equals("/run") || path.matches("/case/\\d{1,6}")) {
            Optional<Case> test = path.equals("/run") ? nextCase() : numbered(path);
            if (test.isPresent()) {
                play(test.get(), peer, watchdog, results);
            } else {
                farewell(peer, Optional.empty(), path.equals("/run") ? ALL_DONE : "no such case, or it ran already");
                toldAllDone |= path.equals("/run");
            }
        } else {
            peer.wire().write(ascii("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
        }
    }

    private Optional<Case> nextCase() {
        synchronized (pending) {
            return Optional.ofNullable(pending.poll());
        }
    }

    private Optional<Case> numbered(String path) {
        int number = Integer.parseInt(path.substring("/case/".length()));
        synchronized (pending) {
            return number >= 1 && number <= cases.size() && pending.remove(cases.get(number - 1))
                    ? Optional.of(cases.get(number - 1))
                    : Optional.empty();
        }
    }

    private void play(Case test, ClientPeer peer, ScheduledExecutorService watchdog, Results results)
            throws InterruptedException {
        begun = true;
        history.addHandshakeKey(peer.request().first("Sec-WebSocket-Key"));
        peer.allow(test.mostBytes());
        Result result = CasePlay.play(test, peer, watchdog);
        history.addMaskingKeys(peer.maskingKeys());
        results.add(result);
    }

    private static void farewell(ClientPeer peer, Optional<Frame> message, String reason) throws InterruptedException {
        Conversation conversation = peer.open();
        message.ifPresent(conversation::send);
        conversation.send(Frame.close(1000, reason));
        conversation.finish();
    }

    private static void page(Wire wire, String html) {
        byte[] body = html.getBytes(StandardCharsets.UTF_8);
        wire.write(ascii("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: " + body.length
                + "\r\nConnection: close\r\n\r\n"));
        wire.write(body);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "probe");
        thread.setDaemon(true);
        return thread;
    }
}
