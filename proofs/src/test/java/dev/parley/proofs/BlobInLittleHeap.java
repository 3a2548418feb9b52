package dev.parley.proofs;

import dev.parley.client.Blob;
import dev.parley.client.WebSocket;
import dev.parley.client.WebSocketOptions;
import dev.parley.engine.Limits;
import java.nio.file.Path;

/** A program with a small heap: {@code send URL FILE} sends a file, {@code receive URL} waits for a message and prints its size. */
final class BlobInLittleHeap {
    private BlobInLittleHeap() {}

    public static void main(String[] args) {
        WebSocketOptions options = WebSocketOptions.DEFAULT
                .withLimits(Limits.DEFAULT.withMaxMessageBytes(Limits.MAX_MESSAGE_BYTES))
                .withMaxBlobInMemory(1024 * 1024);
        WebSocket socket = new WebSocket(args[1], options);
        if (args[0].equals("send")) {
            socket.onopen(event -> {
                try {
                    Blob blob = Blob.of(Path.of(args[2]));
                    socket.send(blob);
                    System.out.println("waiting " + (socket.bufferedAmount() > blob.size() / 2));
                    socket.close(4000, "that was it");
                } catch (Exception e) {
                    System.out.println(e);
                }
            });
        }
        socket.onmessage(event -> {
            System.out.println("received " + ((Blob) event.data()).size());
            socket.close(4000, "that was it");
        });
        socket.onerror(event -> System.out.println("error " + event.message()));
        socket.onclose(event -> System.out.println("closed " + event.code() + " " + socket.bufferedAmount()));
    }
}
