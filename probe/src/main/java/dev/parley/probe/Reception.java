package dev.parley.probe;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Where the clients under test come in: each connection gets what its address names, a case mostly. Any thread. */
final class Reception {
    /** A client has little reason to hold more connections than this. */
    static final int MAX_CONNECTIONS = 64;

    private final ServerSocket listening;
    private final ProbeOptions options;
    private final List<Case> cases;
    private final Results results;
    private final Supplier<Report> report;
    private final ScheduledExecutorService watchdog;
    private final Queue<Case> pending;
    private final ClientHistory history = new ClientHistory();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile long lastConnection = System.nanoTime();
    private volatile Optional<Case> last = Optional.empty();
    private volatile boolean byNumber;
    private volatile boolean toldAllDone;

    /** @param report of what there is so far */
    Reception(
            ServerSocket listening,
            ProbeOptions options,
            List<Case> cases,
            Results results,
            Supplier<Report> report,
            ScheduledExecutorService watchdog) {
        this.listening = listening;
        this.options = options;
        this.cases = cases;
        this.results = results;
        this.report = report;
        this.watchdog = watchdog;
        this.pending = new ArrayDeque<>(cases);
    }

    /** Takes connections until nobody listens any more. */
    void accept(ExecutorService players) {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                if (connections.get() >= MAX_CONNECTIONS) {
                    socket.close();
                    continue;
                }
                connections.incrementAndGet();
                try {
                    players.execute(() -> serve(socket));
                } catch (RejectedExecutionException e) {
                    socket.close(); // it came just as the run ended
                }
            } catch (IOException e) {
                // The probe is closed, or this one connection is gone already.
            }
        }
    }

    /** How long nobody has been there; nothing while somebody is. */
    Duration idle() {
        return connections.get() > 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - lastConnection);
    }

    /** The case that a client came for last. */
    Optional<Case> last() {
        return last;
    }

    /** Whether it came for that by its number, as a person does who looks into a case. */
    boolean byNumber() {
        return byNumber;
    }

    /** Whether a client knows that there is no further case. */
    boolean toldAllDone() {
        return toldAllDone;
    }

    private void serve(Socket socket) {
        try {
            socket.setTcpNoDelay(true);
            Transcript transcript = new Transcript();
            Wire wire = new Wire(socket, socket, 1, transcript);
            if (HeadReader.read(wire, options.patience()) instanceof HttpHead request) {
                answer(new ClientPeer(request, listening.getLocalPort(), wire, transcript, options, history));
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

    private void answer(ClientPeer peer) throws InterruptedException {
        String[] words = peer.request().startLine().split(" ");
        String path = words.length > 1 ? words[1].replaceFirst("[?#].*", "") : "";
        if (path.equals("/report")) {
            page(peer.wire(), report.get().toHtml());
        } else if (path.equals("/count")) {
            farewell(peer, Optional.of(Frame.text(String.valueOf(cases.size()))), "");
        } else if (path.equals("/run")) {
            next(peer);
        } else if (path.matches("/case/\\d{1,6}")) {
            numbered(peer, Integer.parseInt(path.substring("/case/".length())));
        } else {
            peer.wire().write(ascii("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
        }
    }

    private void next(ClientPeer peer) throws InterruptedException {
        Optional<Case> test;
        synchronized (pending) {
            test = Optional.ofNullable(pending.poll());
        }
        if (test.isPresent()) {
            play(test.get(), false, peer);
        } else {
            farewell(peer, Optional.empty(), ClientProbe.ALL_DONE);
            toldAllDone = true;
        }
    }

    /** However often: whoever asks for one case looks for what is wrong in it. */
    private void numbered(ClientPeer peer, int number) throws InterruptedException {
        if (number < 1 || number > cases.size()) {
            farewell(peer, Optional.empty(), "there are cases 1 to " + cases.size());
            return;
        }
        Case test = cases.get(number - 1);
        synchronized (pending) {
            pending.remove(test);
        }
        play(test, true, peer);
    }

    private void play(Case test, boolean asked, ClientPeer peer) throws InterruptedException {
        last = Optional.of(test);
        byNumber = asked;
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
}
