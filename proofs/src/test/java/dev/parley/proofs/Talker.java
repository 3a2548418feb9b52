package dev.parley.proofs;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** A client that says something, waits for its echo, says the next thing, and closes with 1000 in the end. */
abstract class Talker {
    static final int MESSAGES = 30;
    private static final byte[] PAYLOAD = new byte[100];

    /** Whose. */
    enum Kind {
        PARLEY {
            @Override
            Talker talk(String url) {
                return new Parley(url);
            }
        },
        JDK {
            @Override
            Talker talk(String url) {
                return new Jdk(url);
            }
        },
        OKHTTP {
            @Override
            Talker talk(String url) {
                return new OkHttp(url);
            }
        };

        abstract Talker talk(String url);
    }

    /** The close code, or why there is none. */
    final CompletableFuture<Integer> over = new CompletableFuture<>();

    private final AtomicInteger answers = new AtomicInteger();

    abstract void send(byte[] payload);

    abstract void close();

    /** Ends it at once, whatever the server does. */
    abstract void abort();

    int answers() {
        return answers.get();
    }

    final void opened() {
        send(PAYLOAD);
    }

    final void answered() {
        if (answers.incrementAndGet() < MESSAGES) {
            send(PAYLOAD);
        } else {
            close();
        }
    }

    private static final class Parley extends Talker {
        private final dev.parley.client.WebSocket socket;

        Parley(String url) {
            socket = new dev.parley.client.WebSocket(url);
            socket.onopen(event -> opened());
            socket.onmessage(event -> answered());
            socket.onclose(event -> over.complete(event.code()));
        }

        @Override
        void send(byte[] payload) {
            socket.send(payload);
        }

        @Override
        void close() {
            socket.close(1000);
        }

        @Override
        void abort() {
            socket.close(); // the network ends with the test
        }
    }

    private static final class Jdk extends Talker implements java.net.http.WebSocket.Listener {
        private static final HttpClient CLIENT = HttpClient.newHttpClient();

        private volatile java.net.http.@Nullable WebSocket socket;

        Jdk(String url) {
            CLIENT.newWebSocketBuilder().buildAsync(URI.create(url), this).exceptionally(failure -> {
                over.completeExceptionally(failure);
                return null;
            });
        }

        @Override
        public void onOpen(java.net.http.WebSocket opened) {
            socket = opened;
            opened.request(1);
            opened();
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(java.net.http.WebSocket opened, ByteBuffer part, boolean last) {
            opened.request(1);
            if (last) {
                answered();
            }
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(java.net.http.WebSocket opened, int code, String reason) {
            over.complete(code);
            return null;
        }

        @Override
        public void onError(java.net.http.WebSocket opened, Throwable failure) {
            over.completeExceptionally(failure);
        }

        @Override
        void send(byte[] payload) {
            if (socket != null) {
                socket.sendBinary(ByteBuffer.wrap(payload), true);
            }
        }

        @Override
        void close() {
            if (socket != null) {
                socket.sendClose(1000, "");
            }
        }

        @Override
        void abort() {
            if (socket != null) {
                socket.abort();
            }
        }
    }

    private static final class OkHttp extends Talker {
        private static final OkHttpClient CLIENT = new OkHttpClient();

        private final okhttp3.WebSocket socket;

        OkHttp(String url) {
            Request request = new Request.Builder().url(url).build();
            socket = CLIENT.newWebSocket(request, new WebSocketListener() {
                @Override
                public void onOpen(okhttp3.WebSocket opened, Response response) {
                    opened.send(ByteString.of(PAYLOAD));
                }

                @Override
                public void onMessage(okhttp3.WebSocket opened, ByteString payload) {
                    answered();
                }

                @Override
                public void onClosing(okhttp3.WebSocket closing, int code, String reason) {
                    closing.close(1000, null);
                }

                @Override
                public void onClosed(okhttp3.WebSocket closed, int code, String reason) {
                    over.complete(code);
                }

                @Override
                public void onFailure(okhttp3.WebSocket failed, Throwable failure, @Nullable Response response) {
                    over.completeExceptionally(failure);
                }
            });
        }

        @Override
        void send(byte[] payload) {
            socket.send(ByteString.of(payload));
        }

        @Override
        void close() {
            socket.close(1000, null);
        }

        @Override
        void abort() {
            socket.cancel();
        }
    }
}
