package dev.parley.proofs;

import java.io.IOException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** Clients that come, talk and go in every way there is, one after another, until they are stopped. */
final class Churn implements AutoCloseable {
    private final int port;
    private final Thread[] clients;
    private final AtomicLong served = new AtomicLong();
    private volatile boolean over;
    private volatile Throwable failure;

    Churn(int port, int clients, long seed) {
        this.port = port;
        this.clients = new Thread[clients];
        for (int i = 0; i < clients; i++) {
            Random random = new Random(seed + i);
            this.clients[i] = new Thread(() -> run(random), "churn-" + i);
            this.clients[i].start();
        }
    }

    /** How many visits there were. */
    long served() {
        return served.get();
    }

    /** Ends it. */
    @Override
    public void close() {
        over = true;
        try {
            for (Thread client : clients) {
                client.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw new IllegalStateException("A client was not served.", failure);
        }
    }

    private void run(Random random) {
        try {
            while (!over) {
                visit(random);
                served.incrementAndGet();
                Thread.sleep(random.nextInt(10));
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            failure = e;
        }
    }

    private void visit(Random random) throws IOException {
        String path = random.nextInt(4) == 0 ? "/chat" : "/echo";
        try (RawClient client = RawClient.open(port, path)) {
            if (path.equals("/echo")) {
                talk(client, random);
            }
            leave(client, random);
        }
    }

    private static void talk(RawClient client, Random random) throws IOException {
        for (int i = random.nextInt(8); i > 0; i--) {
            byte[] message = new byte[1 << random.nextInt(16)];
            client.send(RawClient.frame(0x82, message));
            if (client.readFrame().payload().length != message.length) {
                throw new IOException("not what was sent");
            }
        }
    }

    private static void leave(RawClient client, Random random) throws IOException {
        switch (random.nextInt(6)) {
            case 0 -> client.reset();
            case 1 -> {
                client.send(RawClient.frame(0x02, new byte[1 << random.nextInt(17)]));
                client.reset(); // in the midst of a message
            }
            case 2 -> client.send(new byte[] {(byte) 0xF1, (byte) 0x80, 0, 0, 0, 0}); // wrong
            case 3 -> client.shutdownOutput();
            case 4 -> client.send(RawClient.frame(0x89, new byte[100]));
            default -> {
                client.send(RawClient.frame(0x88, new byte[] {3, (byte) 0xE8}));
                client.readToEnd();
            }
        }
    }
}
