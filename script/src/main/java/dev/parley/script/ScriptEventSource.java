package dev.parley.script;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyObject;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one {@code EventSource}, one after the other (HTML standard §9.2). Confined to the script's loop, but for what the
 * HTTP client calls, which adds tasks to it. The server is asked for more when the listeners of what came have been called.
 */
final class ScriptEventSource {
    private static final int CONNECTING = 0;
    private static final int OPEN = 1;
    private static final int CLOSED = 2;

    /** "an implementation-defined value, probably in the region of a few seconds" */
    private static final long FIRST_RETRY_MILLIS = 3_000;
    /** Of a server that is away it is asked no more often, and no more seldom than this unless it said so itself. */
    private static final long LONGEST_BACKOFF_MILLIS = 60_000;

    private static final long DAY_MILLIS = 24L * 60 * 60 * 1000;
    private static final int OK = 200;

    private final World world;
    private final HttpClient client;
    private final URI url;
    private final Value callbacks;

    private int readyState = CONNECTING;
    private long retryMillis = FIRST_RETRY_MILLIS;
    private int failuresInARow;
    private String lastEventId = "";
    private Flow.@Nullable Subscription subscription;
    private Runnable forgetRetry = () -> {};

    ScriptEventSource(World world, HttpClient client, URI url, Value callbacks) {
        this.world = world;
        this.client = client;
        this.url = url;
        this.callbacks = callbacks;
        world.loop().hold();
        connect();
    }

    ProxyObject members() {
        return world.hostObject()
                .with("readyState", none -> readyState)
                .with("close", none -> close())
                .done();
    }

    private boolean close() {
        if (readyState != CLOSED) {
            readyState = CLOSED;
            forgetRetry.run();
            if (subscription != null) {
                subscription.cancel();
            }
            world.loop().release();
        }
        return true;
    }

    private void connect() {
        if (readyState == CLOSED) {
            return;
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .header("Accept", "text/event-stream")
                .header("Cache-Control", "no-store");
        if (isAscii(lastEventId) && !lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        String resumedAfter = lastEventId;
        client.sendAsync(request.build(), response -> new Incoming(response, resumedAfter))
                .whenComplete((response, failure) -> {
                    if (failure != null) {
                        world.loop().execute(this::lost);
                    }
                });
    }

    /** The standard wants UTF-8 in the header, which the JDK's client cannot send: other ids are left out. */
    private static boolean isAscii(String id) {
        return id.chars().allMatch(c -> c >= 0x20 && c < 0x7F);
    }

    /** The connection ended, or there was none: it is tried again. */
    private void lost() {
        if (readyState == CLOSED) {
            return;
        }
        readyState = CONNECTING;
        subscription = null;
        world.dispatch(callbacks, "error");
        if (readyState == CLOSED) {
            return;
        }
        long backoff = Math.min(LONGEST_BACKOFF_MILLIS, FIRST_RETRY_MILLIS << Math.min(failuresInARow, 10));
        long wait = failuresInARow++ == 0 ? retryMillis : Math.max(retryMillis, backoff);
        forgetRetry = world.later(Math.min(wait, DAY_MILLIS), this::connect);
    }

    /** "fail the connection": the server said no, and is not asked again. */
    private void failed(String why) {
        if (readyState == CLOSED) {
            return;
        }
        world.complain("EventSource " + url + ": " + why);
        readyState = CLOSED;
        world.dispatch(callbacks, "error");
        world.loop().release();
    }

    private void opened(Flow.Subscription opened) {
        if (readyState == CLOSED) {
            opened.cancel();
            return;
        }
        subscription = opened;
        failuresInARow = 0;
        readyState = OPEN;
        world.dispatch(callbacks, "open");
        opened.request(1);
    }

    private static boolean isEventStream(HttpResponse.ResponseInfo response) {
        String type = response.headers().firstValue("Content-Type").orElse("");
        return type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("text/event-stream");
    }

    /** The body of one answer. Called by the HTTP client's threads. */
    private final class Incoming implements HttpResponse.BodySubscriber<Void>, EventStream.Handler {
        private final CompletableFuture<Void> body = new CompletableFuture<>();
        private final @Nullable String refusal;
        private final EventStream stream;
        private Flow.@Nullable Subscription mine;

        Incoming(HttpResponse.ResponseInfo response, String lastEventId) {
            refusal = response.statusCode() != OK
                    ? "the server answered with the status " + response.statusCode()
                    : isEventStream(response) ? null : "the answer is not of the type text/event-stream";
            stream = new EventStream(lastEventId, world.options().maxEventBytes(), this);
        }

        @Override
        public CompletionStage<Void> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscribed) {
            mine = subscribed;
            if (refusal != null) {
                subscribed.cancel();
                body.complete(null);
                world.loop().execute(() -> failed(refusal));
            } else {
                world.loop().execute(() -> opened(subscribed));
            }
        }

        @Override
        public void onNext(List<ByteBuffer> bytes) {
            world.loop().execute(() -> take(bytes));
        }

        private void take(List<ByteBuffer> bytes) {
            try {
                for (ByteBuffer piece : bytes) {
                    stream.feed(piece);
                }
                lastEventId = stream.lastEventId();
                if (mine != null && readyState != CLOSED) {
                    mine.request(1);
                }
            } catch (EventStream.TooLargeException e) {
                if (mine != null) {
                    mine.cancel();
                }
                failed("the server sent " + e.getMessage());
            }
        }

        @Override
        public void event(String type, String data, String id) {
            if (readyState != CLOSED) {
                world.loop().nextTurn();
                world.dispatch(callbacks, "message", type, data, id);
            }
        }

        @Override
        public void retry(long millis) {
            retryMillis = millis;
        }

        @Override
        public void onError(Throwable failure) {
            body.completeExceptionally(failure instanceof IOException ? failure : new IOException(failure));
        }

        @Override
        public void onComplete() {
            body.completeExceptionally(new IOException("The server ended the stream."));
        }
    }
}
