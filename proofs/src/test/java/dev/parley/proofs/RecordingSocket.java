package dev.parley.proofs;

import dev.parley.client.CloseEvent;
import dev.parley.client.ErrorEvent;
import dev.parley.client.MessageEvent;
import dev.parley.client.WebSocket;
import dev.parley.client.WebSocketOptions;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Our client with its events kept, for tests to wait for. */
final class RecordingSocket {
    private static final long PATIENCE_SECONDS = 20;

    final WebSocket webSocket;
    final List<String> events = new CopyOnWriteArrayList<>();
    final List<Integer> states = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Object> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final CompletableFuture<ErrorEvent> failed = new CompletableFuture<>();
    private final CompletableFuture<CloseEvent> closed = new CompletableFuture<>();

    RecordingSocket(String url, String... protocols) {
        this(url, WebSocketOptions.DEFAULT, protocols);
    }

    RecordingSocket(String url, WebSocketOptions options, String... protocols) {
        webSocket = new WebSocket(url, options, protocols);
        states.add(webSocket.readyState());
        webSocket.onopen(event -> {
            record(event.type());
            opened.complete(null);
        });
        webSocket.onmessage((MessageEvent event) -> {
            record(event.type());
            messages.add(event.data());
        });
        webSocket.onerror(event -> {
            record(event.type());
            failed.complete(event);
        });
        webSocket.onclose(event -> {
            record(event.type());
            closed.complete(event);
        });
    }

    RecordingSocket awaitOpen() throws Exception {
        CompletableFuture.anyOf(opened, closed).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (!opened.isDone()) {
            throw new IllegalStateException("It did not open: " + failed.get().message());
        }
        return this;
    }

    /** Whether it opened. */
    boolean awaitOpenOrClose() throws Exception {
        CompletableFuture.anyOf(opened, closed).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return opened.isDone();
    }

    Object awaitMessage() throws Exception {
        Object message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (message == null) {
            throw new IllegalStateException("No message came; events so far: " + events);
        }
        return message;
    }

    ErrorEvent awaitError() throws Exception {
        return failed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    CloseEvent awaitClose() throws Exception {
        return closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private void record(String type) {
        events.add(type);
        states.add(webSocket.readyState());
    }
}
