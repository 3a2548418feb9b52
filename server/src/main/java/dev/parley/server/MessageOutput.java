package dev.parley.server;

import dev.parley.engine.Opcode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A message that is sent while it is written, in fragments; who writes waits while the peer is slow. One thread, which may block.
 */
final class MessageOutput extends OutputStream {
    private static final int FRAGMENT_BYTES = 16 * 1024;
    /** How many fragments may be on their way to the event loop: what has got there is bounded by how much it takes. */
    private static final int MOST_UNDER_WAY = 4;

    private final Peer peer;
    private final Opcode kind;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();
    private ByteBuffer fragment = ByteBuffer.allocate(FRAGMENT_BYTES);
    /** Guarded by the lock. */
    private int underWay;

    private boolean closed;
    /** Whether the peer has been sent a part of it. */
    private boolean begun;

    MessageOutput(Peer peer, Opcode kind) {
        this.peer = peer;
        this.kind = kind;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (closed) {
            throw new IOException("The message is at its end.");
        }
        for (int at = offset, end = offset + length; at < end; ) {
            int more = Math.min(end - at, fragment.remaining());
            fragment.put(bytes, at, more);
            at += more;
            if (!fragment.hasRemaining()) {
                send(false);
            }
        }
    }

    @Override
    public void flush() throws IOException {
        if (fragment.position() > 0) {
            send(false);
        }
    }

    /** Ends the message. */
    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            boolean ended = false;
            try {
                send(true);
                ended = true;
            } finally {
                peer.messageEnded();
                if (!ended && begun && peer.isOpen()) {
                    peer.abort(); // whatever was sent next would become a part of this message
                }
            }
        }
    }

    private void send(boolean last) throws IOException {
        awaitRoom();
        ByteBuffer full = fragment.flip();
        fragment = ByteBuffer.allocate(last ? 0 : FRAGMENT_BYTES);
        begun = true;
        if (!peer.sendFragment(kind, full, last, this::sent)) {
            throw new IOException("The connection is closed.");
        }
    }

    private void awaitRoom() throws IOException {
        peer.mustNotBeOnLoop();
        lock.lock();
        try {
            while (peer.isOpen() && (underWay == MOST_UNDER_WAY || peer.isChannelFull())) {
                change.await();
            }
            underWay++;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the peer was slow", e);
        } finally {
            lock.unlock();
        }
    }

    private void sent() {
        lock.lock();
        try {
            underWay--;
            change.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** There may be room, or the connection has ended. Any thread. */
    void changed() {
        lock.lock();
        try {
            change.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
