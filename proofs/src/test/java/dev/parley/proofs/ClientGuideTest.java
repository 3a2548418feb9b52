package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.Destination;
import dev.parley.client.ReconnectDecision;
import dev.parley.client.ReconnectOptions;
import dev.parley.client.ReconnectingWebSocket;
import dev.parley.client.WebSocketCloseInfo;
import dev.parley.client.WebSocketOpenInfo;
import dev.parley.client.WebSocketOptions;
import dev.parley.client.WebSocketStream;
import dev.parley.engine.Headers;
import dev.parley.server.Peer;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.server.WebSocketHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the guide shows of streams and of reconnecting stands here, word for word, and runs. */
final class ClientGuideTest {
    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    private static final BlockingQueue<String> HEARD = new LinkedBlockingQueue<>();
    private static Server server;
    private static String url;

    @BeforeAll
    static void start() throws Exception {
        Routes routes = Routes.NONE.webSocket("/", new WebSocketHandler() {
            @Override
            public void onText(Peer peer, String text) {
                HEARD.add(text);
                peer.send(text);
            }
        });
        server = Server.start(ServerOptions.DEFAULT.withPort(0), routes);
        url = "ws://127.0.0.1:" + server.address().getPort() + "/";
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void whatTheGuideShowsStandsHere() throws Exception {
        String here = squeezed(
                Files.readString(Path.of("src", "test", "java", "dev", "parley", "proofs", "ClientGuideTest.java")));
        for (String page : List.of("streams.md", "reconnecting.md")) {
            String text = Files.readString(Path.of("..", "docs", "guide", page));
            List<String> blocks =
                    BLOCK.matcher(text).results().map(block -> block.group(1)).toList();
            assertThat(blocks).isNotEmpty();
            assertThat(blocks).allSatisfy(block -> assertThat(here).contains(squeezed(block)));
        }
    }

    /** The formatter breaks lines elsewhere than a page does. */
    private static String squeezed(String code) {
        return code.replaceAll("\\s+", "");
    }

    @Test
    void withThreads() throws Exception {
        List<String> lines = List.of("one", "two", "three");
        WebSocketStream stream = new WebSocketStream(url);
        WebSocketOpenInfo open = stream.opened().get();
        Thread reader = new Thread(() -> {
            for (Object message : open.readable()) { // waits for each; ends with the connection
                System.out.println(message);
            }
        });
        reader.start();
        for (String line : lines) {
            open.writable().write(line); // waits while the server is slow
        }
        open.writable().close(); // the server's answers are read to their end all the same
        reader.join();
        WebSocketCloseInfo end = stream.closed().get();
        System.out.println(end.closeCode() + " " + end.reason());
        assertThat(end.closeCode()).isEqualTo(1005);
    }

    @Test
    void withFlow() throws Exception {
        WebSocketStream stream = new WebSocketStream(url);
        WebSocketOpenInfo open = stream.opened().get();
        Counter answers = new Counter();
        answers.subscribe(open.writable()); // any Flow.Publisher of String, ByteBuffer or byte[]
        open.readable().subscribe(answers); // a Flow.Processor here: what comes in, changed, goes out
        assertThat(stream.closed().get(20, TimeUnit.SECONDS).closeCode()).isEqualTo(1005);
    }

    @Test
    void reconnecting() throws Exception {
        HEARD.clear();
        ReconnectingWebSocket socket = new ReconnectingWebSocket(url);
        socket.onopen(event -> socket.send("it is me")); // on every new connection, before all that has waited
        socket.onmessage(event -> System.out.println(event.data()));
        socket.onoffline(event -> System.out.println("lost: " + event.loss().closeCode()));
        socket.onreconnecting(event -> System.out.println("attempt " + event.attempt() + " in " + event.delay()));
        socket.onclose(event -> System.out.println("over: " + event.code()));
        socket.send("waits until there is a connection");
        assertThat(List.of(HEARD.take(), HEARD.take())).contains("waits until there is a connection");
        CompletableFuture<Integer> closed = new CompletableFuture<>();
        socket.onclose(event -> closed.complete(event.code()));
        socket.close(1000);
        assertThat(closed.get(20, TimeUnit.SECONDS)).isEqualTo(1000);
    }

    @Test
    void withAnotherOpinionAndFreshTokens() throws Exception {
        Iterator<String> tokens = List.of("first", "second").iterator();
        ReconnectOptions reconnect = ReconnectOptions.DEFAULT
                .withDelays(Duration.ofMillis(500), Duration.ofMinutes(1))
                .withDecision(loss -> loss.closeCode() == 4001 || ReconnectDecision.DEFAULT.reconnects(loss));
        Supplier<Destination> destinations =
                () -> new Destination(url).withHeaders(Headers.of("Authorization", "Bearer " + tokens.next()));
        ReconnectingWebSocket socket = new ReconnectingWebSocket(destinations, WebSocketOptions.DEFAULT, reconnect);
        CompletableFuture<Void> online = new CompletableFuture<>();
        socket.ononline(event -> online.complete(null));
        online.get(20, TimeUnit.SECONDS);
        socket.close();
    }

    /** Says numbers as they are answered, up to ten. */
    private static final class Counter implements Flow.Processor<Object, Object> {
        private final CompletableFuture<Flow.Subscription> in = new CompletableFuture<>();
        private Flow.Subscriber<? super Object> out;
        private int count;

        @Override
        public void subscribe(Flow.Subscriber<? super Object> subscriber) {
            out = subscriber;
            subscriber.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long n) {
                    if (count == 0) {
                        count = 1;
                        out.onNext("1");
                    } else {
                        in.join().request(n);
                    }
                }

                @Override
                public void cancel() {}
            });
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            in.complete(subscription);
            subscription.request(1);
        }

        @Override
        public void onNext(Object message) {
            assertThat(message).isEqualTo(String.valueOf(count));
            if (++count > 10) {
                out.onComplete();
            } else {
                out.onNext(String.valueOf(count));
            }
        }

        @Override
        public void onError(Throwable thrown) {}

        @Override
        public void onComplete() {}
    }
}
