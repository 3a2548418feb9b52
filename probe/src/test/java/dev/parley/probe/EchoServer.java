package dev.parley.probe;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** A small right server around {@link EchoEndpoint}, one thread for each connection. */
class EchoServer implements AutoCloseable {
    private final int port;
    private volatile ServerSocket listening;

    private final AtomicInteger requests = new AtomicInteger();

    EchoServer() throws IOException {
        listening = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        port = listening.getLocalPort();
        accept(listening);
    }

    /** After {@link #close}, where it was before. */
    final void listenAgain() throws IOException {
        listening = new ServerSocket(port, 200, InetAddress.getLoopbackAddress());
        accept(listening);
    }

    private void accept(ServerSocket open) {
        start(() -> {
            while (!open.isClosed()) {
                try {
                    Socket socket = open.accept();
                    start(() -> serve(socket));
                } catch (IOException e) {
                    // closed
                }
            }
        });
    }

    URI address() {
        return URI.create("ws://localhost:" + port + "/echo");
    }

    private void serve(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            String answer = answer(head(in));
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
            if (answer.startsWith("HTTP/1.1 101") && requests.incrementAndGet() <= 2 && startsRight()) {
                new EchoEndpoint(socket, in, true).run();
            } else if (answer.startsWith("HTTP/1.1 101")) {
                converse(socket, in);
            }
        } catch (IOException e) {
            // The connection is gone.
        }
    }

    /** Whether the first two connections get an echo, whatever later ones get: before all cases, the probe looks for one. */
    boolean startsRight() {
        return true;
    }

    /** What follows an answer that opens the connection, and the end: for a test of what is not right, something else. */
    void converse(Socket socket, DataInputStream in) throws IOException {
        talk(socket, in);
        // What is still under way must be read, or TCP takes back what was sent last.
        socket.shutdownOutput();
        socket.setSoTimeout(200);
        in.skipNBytes(Long.MAX_VALUE);
    }

    /** The answer to a request: for a test of what is not right, another one. */
    String answer(String head) {
        String key = field(head, "sec-websocket-key");
        if (!head.startsWith("GET ") || key.isEmpty()) {
            return "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
        }
        return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                + accept(key) + "\r\n\r\n";
    }

    /** What follows the opening handshake: for a test of what is not right, something else. */
    void talk(Socket socket, DataInputStream in) throws IOException {
        new EchoEndpoint(socket, in, true).run();
    }

    static String head(DataInputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                throw new EOFException();
            }
            head.append((char) b);
        }
        return head.toString();
    }

    static String field(String head, String name) {
        for (String line : head.split("\r\n")) {
            if (line.toLowerCase(Locale.ROOT).startsWith(name + ":")) {
                return line.substring(name.length() + 1).strip();
            }
        }
        return "";
    }

    static String accept(String key) {
        try {
            byte[] bytes = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.ISO_8859_1);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "echo-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
