package dev.parley.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A way to a server on loopback that may become a black hole: what goes through it then is swallowed, for good, and nobody is told;
 * new connections come about, and are swallowed as well until it is healed. Any thread.
 */
final class Relay implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int to;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile int holes;
    private volatile boolean hole;

    Relay(int to) throws IOException {
        this.to = to;
        start(this::accept);
    }

    String address() {
        return "redis://127.0.0.1:" + listener.getLocalPort();
    }

    void hole() {
        holes++;
        hole = true;
    }

    void heal() {
        hole = false;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket from = listener.accept();
                sockets.add(from);
                int before = hole ? -1 : holes;
                start(() -> connect(from, before));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void connect(Socket from, int before) {
        try {
            Socket on = new Socket(InetAddress.getLoopbackAddress(), to);
            sockets.add(on);
            start(() -> copy(on, from, before));
            copy(from, on, before);
        } catch (IOException e) {
            close(from);
        }
    }

    private void copy(Socket from, Socket on, int before) {
        byte[] some = new byte[16 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = on.getOutputStream();
            for (int read = in.read(some); read >= 0; read = in.read(some)) {
                if (holes == before) {
                    out.write(some, 0, read);
                }
            }
        } catch (IOException e) {
            // One of them has ended.
        }
        // An end does not get through a black hole, either.
        if (holes == before) {
            close(from);
            close(on);
        }
    }

    private void close(Socket socket) {
        sockets.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        Set.copyOf(sockets).forEach(this::close);
    }
}
