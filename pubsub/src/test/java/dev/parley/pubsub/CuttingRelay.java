package dev.parley.pubsub;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between clients and a server, and cuts each connection after a random number of bytes, in the middle of whatever goes by. */
final class CuttingRelay implements AutoCloseable {
    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger cuts = new AtomicInteger();
    private final Random random;

    /** Where it leads to. */
    private volatile int port;

    /** A connection lives for up to so many bytes in one direction; 0 for ever. */
    private volatile int maxBytes;

    CuttingRelay(int port, long seed, int maxBytes) throws IOException {
        this.port = port;
        this.random = new Random(seed);
        this.maxBytes = maxBytes;
        start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** How often it has cut. */
    int cuts() {
        return cuts.get();
    }

    /** From now on it cuts nothing. */
    void heal() {
        maxBytes = 0;
    }

    void leadTo(int other) {
        port = other;
    }

    /** Cuts all that there is. */
    void cut() {
        sockets.forEach(CuttingRelay::end);
    }

    @Override
    public void close() throws IOException {
        listening.close();
        cut();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                sockets.add(client);
                Socket server = new Socket();
                try {
                    server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
                } catch (IOException away) {
                    end(client);
                    continue;
                }
                sockets.add(server);
                start(() -> copy(client, server));
                start(() -> copy(server, client));
            } catch (IOException e) {
                // closed, or the client has gone
            }
        }
    }

    private void copy(Socket from, Socket to) {
        long left;
        synchronized (random) {
            left = maxBytes == 0 ? Long.MAX_VALUE : 500 + random.nextInt(maxBytes);
        }
        byte[] bytes = new byte[4_096];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                if (count >= left && maxBytes > 0) {
                    out.write(bytes, 0, (int) left);
                    cuts.incrementAndGet();
                    break;
                }
                out.write(bytes, 0, count);
                left -= count;
            }
        } catch (IOException e) {
            // cut
        } finally {
            end(from);
            end(to);
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is over
        }
    }

    private static void start(Runnable run) {
        Thread thread = new Thread(run, "relay");
        thread.setDaemon(true);
        thread.start();
    }
}
