package dev.parley.probe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * One connection as bytes, both ways at the same time. One caller at a time; a thread of its own reads, so that a peer that
 * writes is never in the way of a probe that writes.
 *
 * <p>Nothing that a peer does makes it throw: a connection that is gone takes no more bytes, and brings none.
 */
final class Wire implements AutoCloseable {
    /** What a peer may send unread before the reading waits, beside as much as it was sent: it could be an echo. */
    private static final int SPARE_BYTES = 256 * 1024;
    /** How much is taken at once. */
    private static final int TAKEN_BYTES = 256 * 1024;

    private static final int WRITE_BYTES = 64 * 1024;

    private final Socket socket;
    private final Socket tcp;
    private final int number;
    private final Transcript transcript;
    private final Object lock = new Object();
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private boolean paused;
    private boolean ended;
    private volatile boolean closed;
    private volatile boolean broken;
    private volatile long lastMove = System.nanoTime();
    private volatile boolean writing;
    private long written;

    /**
     * @param socket connected, with TLS if need be
     * @param tcp what is under the TLS, or the same socket again
     * @param number which connection of the case, from 1
     */
    Wire(Socket socket, Socket tcp, int number, Transcript transcript) {
        this.socket = socket;
        this.tcp = tcp;
        this.number = number;
        this.transcript = transcript;
        Thread reader = new Thread(this::read, "probe-wire-" + number);
        reader.setDaemon(true);
        reader.start();
    }

    /** Sends all bytes, unless the connection is gone. */
    void write(byte[] bytes) {
        // In slices, so that a transcript has times, and a peer that takes them slowly is seen to move.
        for (int from = 0; from < bytes.length && !broken; from += WRITE_BYTES) {
            int to = Math.min(bytes.length, from + WRITE_BYTES);
            // Before they go, or the answer would come first in the transcript.
            transcript.sent(number, bytes, from, to);
            lastMove = System.nanoTime();
            writing = true;
            allowMore(to - from);
            try {
                socket.getOutputStream().write(bytes, from, to - from);
                lastMove = System.nanoTime();
            } catch (IOException e) {
                broken = true;
                event("could not send: " + e.getMessage());
            } finally {
                writing = false;
            }
        }
    }

    /** Sends the bytes in segments of this size, with a pause after each. */
    void write(byte[] bytes, int segment, Duration pause) throws InterruptedException {
        for (int from = 0; from < bytes.length && !broken; from += segment) {
            write(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + segment)));
            if (!pause.isZero()) {
                Thread.sleep(pause.toMillis(), pause.toNanosPart() % 1_000_000);
            }
        }
    }

    /**
     * What has come, or the first part of it if that is much, waiting for the first byte as long as this.
     *
     * @return empty if none came, or if none will: see {@link #ended}
     */
    byte[] take(Duration wait) throws InterruptedException {
        long until = System.nanoTime() + wait.toNanos();
        synchronized (lock) {
            while (waiting.isEmpty() && !ended) {
                long left = (until - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return new byte[0];
                }
                lock.wait(left);
            }
            ByteArrayOutputStream some = new ByteArrayOutputStream(Math.min(waitingBytes, 2 * TAKEN_BYTES));
            while (!waiting.isEmpty() && some.size() < TAKEN_BYTES) {
                some.writeBytes(waiting.removeFirst());
            }
            waitingBytes -= some.size();
            lock.notifyAll();
            return some.toByteArray();
        }
    }

    /** Gives back bytes that were taken too early; they come first. */
    void untake(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        synchronized (lock) {
            waiting.addFirst(bytes);
            waitingBytes += bytes.length;
            lock.notifyAll();
        }
    }

    /** Whether the peer has ended the connection and nothing of it is left to take. */
    boolean ended() {
        synchronized (lock) {
            return ended && waiting.isEmpty();
        }
    }

    /** Whether the connection was found to take no more bytes. */
    boolean broken() {
        return broken;
    }

    /** Ends the connection if the peer has taken no byte of a write for so long, though its own are read. Any thread. */
    void endIfStuck(Duration patience) {
        synchronized (lock) {
            if (!writing || paused || closed || System.nanoTime() - lastMove < patience.toNanos()) {
                return;
            }
        }
        event("the peer takes no more bytes");
        close();
    }

    /** When the last byte went or came, in the terms of {@link System#nanoTime}. */
    long lastMove() {
        return lastMove;
    }

    /** Reads nothing from the socket until {@link #resume}, but for what one read already under way brings. */
    void pause() {
        synchronized (lock) {
            paused = true;
        }
    }

    void resume() {
        synchronized (lock) {
            paused = false;
            lastMove = System.nanoTime();
            lock.notifyAll();
        }
    }

    /** Says that no more bytes will be sent, and still reads. */
    void endOutput() {
        try {
            socket.shutdownOutput();
            event("the probe ended its direction");
        } catch (IOException e) {
            broken = true;
        }
    }

    /** Ends the connection as a crash does: with a TCP reset. */
    void reset() {
        try {
            tcp.setSoLinger(true, 0);
            event("the probe resets the connection");
        } catch (IOException e) {
            broken = true;
        }
        close();
    }

    /** The connection cannot be used any more, and this is not the peer's doing. */
    boolean closed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        broken = true;
        try {
            // Not the one of TLS: to say its farewell it would wait for a write that will never end.
            tcp.close();
        } catch (IOException e) {
            // It is gone either way.
        }
        resume();
    }

    void event(String text) {
        transcript.event(number, text);
    }

    private void read() {
        byte[] buffer = new byte[32 * 1024];
        String end;
        try {
            InputStream in = socket.getInputStream();
            while (true) {
                awaitReading();
                int count = in.read(buffer);
                if (count < 0) {
                    end = "the peer ended the connection";
                    break;
                }
                came(buffer, count);
            }
        } catch (IOException e) {
            end = "the connection broke: " + e.getMessage();
        } catch (InterruptedException e) {
            end = "interrupted";
        }
        if (!closed) {
            event(end);
        }
        synchronized (lock) {
            ended = true;
            lock.notifyAll();
        }
    }

    private void allowMore(int bytes) {
        synchronized (lock) {
            written += bytes;
            lock.notifyAll();
        }
    }

    private void awaitReading() throws InterruptedException {
        synchronized (lock) {
            while ((paused || waitingBytes >= SPARE_BYTES + written) && !closed) {
                lock.wait();
            }
        }
    }

    private void came(byte[] buffer, int count) {
        transcript.came(number, buffer, 0, count);
        lastMove = System.nanoTime();
        synchronized (lock) {
            waiting.addLast(Arrays.copyOf(buffer, count));
            waitingBytes += count;
            lock.notifyAll();
        }
    }
}
