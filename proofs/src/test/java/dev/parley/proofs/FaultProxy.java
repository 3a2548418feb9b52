package dev.parley.proofs;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/**
 * Stands between clients and a server on loopback, and does to what goes one way between them what networks do. Up to a number of bytes
 * of each connection it is a good network, also the other way.
 */
final class FaultProxy implements AutoCloseable {
    /** What happens. */
    enum Fault {
        /** Nothing. */
        NONE,
        /** All comes later. */
        LATENCY,
        /** Each byte comes in a packet of its own. */
        SLICES,
        /** What comes within a moment arrives at once, as from a network that has waited for a lost packet. */
        GATHERED,
        /** Nothing more is read: buffers fill up to the sender. */
        STOP_READING,
        /** All is read, and nothing arrives. */
        BLACK_HOLE,
        /** Both ends see a reset. */
        RESET,
        /** The receiver sees the end, and may go on sending. */
        HALF_CLOSE,
        /** Both ends see the end. */
        TRUNCATE;

        /** Whether everything arrives in the end. */
        boolean isHarmless() {
            return ordinal() <= GATHERED.ordinal();
        }
    }

    /** Which way. */
    enum Way {
        TO_SERVER,
        TO_CLIENT
    }

    private static final int MOMENT_MILLIS = 20;

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Collection<Closeable> open = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final int server;
    private final Fault fault;
    private final Way way;
    private final long after;

    FaultProxy(int server, Fault fault, Way way, long after) throws IOException {
        this.server = server;
        this.fault = fault;
        this.way = way;
        this.after = after;
        start(() -> {
            while (true) {
                join(listening.accept());
            }
        });
    }

    int port() {
        return listening.getLocalPort();
    }

    private void join(Socket client) throws IOException {
        open.add(client);
        Socket onward = new Socket(InetAddress.getLoopbackAddress(), server);
        open.add(onward);
        client.setTcpNoDelay(true);
        onward.setTcpNoDelay(true);
        start(() -> pump(client, onward, way == Way.TO_SERVER));
        start(() -> pump(onward, client, way == Way.TO_CLIENT));
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException | InterruptedException over) {
                // an end of it is closed
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void pump(Socket from, Socket to, boolean isFaulty) throws IOException, InterruptedException {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        byte[] buffer = new byte[16 * 1024];
        long good = isFaulty ? after : Long.MAX_VALUE;
        while (good > 0) {
            int count = in.read(buffer, 0, (int) Math.min(good, buffer.length));
            if (count < 0) {
                to.shutdownOutput();
                return;
            }
            out.write(buffer, 0, count);
            good -= count;
        }
        switch (fault) {
            case STOP_READING -> closed.await();
            case RESET -> {
                reset(from);
                reset(to);
            }
            case TRUNCATE -> {
                from.close();
                to.close();
            }
            case BLACK_HOLE -> {
                in.transferTo(OutputStream.nullOutputStream());
                closed.await(); // the end does not arrive, either
            }
            case HALF_CLOSE -> {
                to.shutdownOutput();
                in.transferTo(OutputStream.nullOutputStream());
            }
            default -> {
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    pass(buffer, count, in, out);
                }
                to.shutdownOutput();
            }
        }
    }

    private void pass(byte[] buffer, int count, InputStream in, OutputStream out)
            throws IOException, InterruptedException {
        if (fault == Fault.SLICES) {
            for (int i = 0; i < count; i++) {
                out.write(buffer, i, 1);
            }
            return;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(buffer, 0, count);
        if (fault != Fault.NONE) {
            Thread.sleep(MOMENT_MILLIS);
        }
        while (fault == Fault.GATHERED && in.available() > 0) {
            bytes.write(buffer, 0, in.read(buffer));
            Thread.sleep(MOMENT_MILLIS);
        }
        out.write(bytes.toByteArray());
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        closed.countDown();
        for (Closeable each : open) {
            each.close();
        }
    }
}
