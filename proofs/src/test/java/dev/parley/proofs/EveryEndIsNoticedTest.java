package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.WebSocket;
import dev.parley.engine.Ending;
import dev.parley.server.Drain;
import dev.parley.server.Peer;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.server.WebSocketHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** However and whenever the other side leaves: each opening has its end, and nothing of it stays behind. */
final class EveryEndIsNoticedTest {
    private static final int ROUNDS = 100;
    private static final int MOST_CONNECTIONS = 8;

    /** How a client leaves. */
    enum Way {
        WITH_A_CLOSE_FRAME {
            @Override
            void go(RawClient client, int port) throws IOException {
                upgrade(client, port);
                client.send(RawClient.frame(0x88, new byte[] {3, (byte) 0xE8}));
                client.readToEnd();
            }
        },
        WITH_A_CLOSE_FRAME_AND_NOT_WAITING_FOR_ITS_ANSWER {
            @Override
            void go(RawClient client, int port) throws IOException {
                upgrade(client, port);
                client.send(RawClient.frame(0x88, new byte[] {3, (byte) 0xE8}));
                client.reset();
            }
        },
        WITHOUT_A_WORD {
            @Override
            void go(RawClient client, int port) throws IOException {
                upgrade(client, port);
            }
        },
        WITH_A_RESET {
            @Override
            void go(RawClient client, int port) throws IOException {
                upgrade(client, port);
                client.reset();
            }
        },
        BEFORE_IT_IS_ANSWERED {
            @Override
            void go(RawClient client, int port) throws IOException {
                client.send(RawClient.handshake(port, "/"));
            }
        },
        WITH_A_RESET_BEFORE_IT_IS_ANSWERED {
            @Override
            void go(RawClient client, int port) throws IOException {
                client.send(RawClient.handshake(port, "/"));
                client.reset();
            }
        },
        AFTER_A_REQUEST_IN_PIECES {
            @Override
            void go(RawClient client, int port) throws IOException {
                inPieces(client, port);
                client.readHead();
            }
        },
        WITH_A_RESET_AFTER_A_REQUEST_IN_PIECES {
            @Override
            void go(RawClient client, int port) throws IOException {
                inPieces(client, port);
                client.reset();
            }
        },
        IN_THE_MIDDLE_OF_A_REQUEST {
            @Override
            void go(RawClient client, int port) throws IOException {
                client.send("GET / HTTP/1.1\r\nHost:");
            }
        },
        WITHOUT_HAVING_SAID_ANYTHING {
            @Override
            void go(RawClient client, int port) {}
        },
        ALL_IN_ONE_GO {
            @Override
            void go(RawClient client, int port) throws IOException {
                client.send(RawClient.handshake(port, "/"));
                client.send(RawClient.text("in a hurry"));
                client.send(RawClient.frame(0x88, new byte[0]));
                client.shutdownOutput();
                client.readToEnd();
            }
        };

        abstract void go(RawClient client, int port) throws IOException;

        private static void upgrade(RawClient client, int port) throws IOException {
            client.send(RawClient.handshake(port, "/"));
            client.readHead();
        }

        private static void inPieces(RawClient client, int port) throws IOException {
            String request = RawClient.handshake(port, "/");
            client.send(request.substring(0, 20));
            Thread.yield();
            client.send(request.substring(20));
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void clientsThatLeaveTakeNoPlaceInTheServer(Way way) throws Exception {
        Counter counter = new Counter();
        ServerOptions options = ServerOptions.DEFAULT.withPort(0).withMaxConnections(MOST_CONNECTIONS);
        try (Server server = Server.start(options, Routes.NONE.webSocket("/", counter))) {
            int port = server.address().getPort();
            for (int i = 0; i < ROUNDS; i++) {
                try (RawClient client = new RawClient(port)) {
                    way.go(client, port);
                } catch (IOException e) {
                    // There were too many for a moment, whose end was still to be noticed.
                }
            }
            eventually(() -> server.peers() == 0 && counter.opened.get() == counter.closed.get());
            List<RawClient> again = new ArrayList<>();
            try {
                for (int i = 0; i < 500 && again.size() < MOST_CONNECTIONS; i++) {
                    openOneMore(again, port);
                }
                assertThat(again).hasSize(MOST_CONNECTIONS);
            } finally {
                for (RawClient client : again) {
                    client.close();
                }
            }
        }
    }

    /** Whether it has said nothing yet, is a WebSocket, or one whose end is only still to be read. */
    @ParameterizedTest
    @ValueSource(strings = {"auto", "nio"})
    void serverThatIsClosedLeavesNoSocketOpen(String transport) throws Exception {
        for (int i = 0; i < 5; i++) {
            List<RawClient> clients = new ArrayList<>();
            Server server = Server.start(
                    ServerOptions.DEFAULT
                            .withPort(0)
                            .withTransport(transport)
                            .withDrain(Drain.DEFAULT.withDeadline(Duration.ofMillis(300))),
                    Routes.NONE.webSocket("/", new Counter()));
            for (int j = 0; j < 10; j++) {
                clients.add(new RawClient(server.address().getPort()));
                RawClient open = RawClient.open(server.address().getPort(), "/");
                clients.add(open);
                RawClient leaving = RawClient.open(server.address().getPort(), "/");
                leaving.send(RawClient.frame(0x88, new byte[] {3, (byte) 0xE8}));
                clients.add(leaving);
            }
            server.close();
            for (RawClient client : clients) {
                client.readToEnd(); // hangs if there is none
                client.close();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void serverThatSaysGoodbyeWithItsFirstWordsIsHeard(boolean atOnce, boolean withAMessage) throws Exception {
        String words = (withAMessage ? "\u0081\u0002hi" : "") + "\u0088\u0005\u0003\u00E8bye";
        try (RawServer server = new RawServer()) {
            for (int i = 0; i < ROUNDS; i++) {
                CompletableFuture<String> ended = new CompletableFuture<>();
                StringBuilder heard = new StringBuilder();
                WebSocket socket = new WebSocket("ws://127.0.0.1:" + server.port() + "/");
                socket.onmessage(event -> heard.append(event.data()).append(' '));
                socket.onclose(event -> ended.complete(heard + event.reason() + " " + event.wasClean()));
                try (RawServer.Client client = server.accept()) {
                    String answer =
                            "HTTP/1.1 101 Switching Protocols\r\n" + RawServer.accepting(client.readHead()) + "\r\n";
                    client.send(atOnce ? answer + words : answer);
                    if (!atOnce) {
                        client.send(words);
                    }
                }
                assertThat(ended.get(20, TimeUnit.SECONDS)).isEqualTo((withAMessage ? "hi " : "") + "bye true");
            }
        }
    }

    private static void openOneMore(List<RawClient> clients, int port) throws InterruptedException {
        try {
            clients.add(RawClient.open(port, "/"));
        } catch (IOException e) {
            Thread.sleep(20); // the end of an earlier one is still to be noticed
        }
    }

    private interface Condition {
        boolean holds();
    }

    private static void eventually(Condition condition) throws InterruptedException {
        for (int i = 0; i < 500 && !condition.holds(); i++) {
            Thread.sleep(20);
        }
        assertThat(condition.holds()).isTrue();
    }

    private static final class Counter implements WebSocketHandler {
        private final AtomicInteger opened = new AtomicInteger();
        private final AtomicInteger closed = new AtomicInteger();

        @Override
        public void onOpen(Peer peer) {
            opened.incrementAndGet();
        }

        @Override
        public void onClose(Peer peer, Ending ending) {
            closed.incrementAndGet();
        }
    }
}
