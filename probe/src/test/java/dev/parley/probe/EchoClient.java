package dev.parley.probe;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;

/** A small right client around {@link EchoEndpoint}, which connects to the address of all cases until it is told to stop. */
class EchoClient implements Runnable {
    private final InetSocketAddress address;

    EchoClient(InetSocketAddress address) {
        this.address = address;
    }

    /** Connects until nobody listens any more. */
    @Override
    public void run() {
        boolean more = true;
        while (more) {
            try {
                connect();
            } catch (ConnectException e) {
                more = false;
            } catch (IOException e) {
                // This connection failed; the next one is another case.
            }
        }
    }

    /** Connects once. */
    void connect() throws IOException {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            talk(socket);
        }
    }

    private void talk(Socket socket) throws IOException {
        byte[] nonce = new byte[16];
        ThreadLocalRandom.current().nextBytes(nonce);
        String key = Base64.getEncoder().encodeToString(nonce);
        socket.getOutputStream().write(request(key).getBytes(StandardCharsets.ISO_8859_1));
        DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        String head = EchoServer.head(in);
        boolean opened = head.startsWith("HTTP/1.1 101 ")
                && EchoServer.field(head, "sec-websocket-accept").equals(EchoServer.accept(key));
        talk(socket, in, opened);
    }

    /** What follows the answer: for a test of what is not right, something else. */
    void talk(Socket socket, DataInputStream in, boolean opened) throws IOException {
        if (opened) {
            new EchoEndpoint(socket, in, false).run();
            socket.shutdownOutput();
            socket.setSoTimeout(200);
            in.skipNBytes(Long.MAX_VALUE);
        }
    }

    /** The request: for a test of what is not right, another one. */
    String request(String key) {
        return "GET /run HTTP/1.1\r\nHost: localhost:" + address.getPort()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: " + key
                + "\r\nSec-WebSocket-Version: 13\r\n\r\n";
    }
}
