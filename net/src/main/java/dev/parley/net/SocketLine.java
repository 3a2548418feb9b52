package dev.parley.net;

import dev.parley.net.Chunks.Chunk;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NotYetConnectedException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A line over a TCP socket alone, on an event loop with epoll. After the handshake it takes the socket over from Netty's channel, whose
 * pipeline, promises and buffers cost more than all that WebSocket itself does with a short message. Confined to its event loop.
 *
 * <p>It reads into memory that the loop's lines share, writes at the end of each read and of each turn, straight from where the bytes
 * lie, and holds memory of its own only while the peer does not take them.
 */
final class SocketLine implements Line, EpollIoHandle, Lingering.Subject {
    private static final System.Logger LOG = System.getLogger("dev.parley.net");

    private static final int IN = EpollIoOps.EPOLLIN.value();
    private static final int OUT = EpollIoOps.EPOLLOUT.value();
    private static final int ERR = EpollIoOps.EPOLLERR.value();
    private static final int HUP = 0x10;

    private static final EpollIoOps BOTH = EpollIoOps.valueOf(IN | OUT);
    /** Errors are told of in any case; with no interest at all the socket would leave the loop. */
    private static final EpollIoOps NEITHER = EpollIoOps.EPOLLERR;

    /** From so many bytes on, a payload is written from where it lies; fewer are sooner copied than written apart. */
    private static final int WRITTEN_IN_PLACE = 8 * 1024;

    private final IoEventLoop loop;
    private final Socket socket;
    private final LoopShare share;
    private final int softLimitBytes;
    private final Runnable onClosed;
    private final WrittenMessages messages = new WrittenMessages();

    @SuppressWarnings("NullAway.Init") // set by start, before all else
    private WebSocketConnection connection;

    private @Nullable IoRegistration registration;
    private @Nullable Lingering lingering;
    private @Nullable Chunk first;
    private @Nullable Chunk last;
    private long added;
    private long sent;
    private EpollIoOps interest = NEITHER;
    private boolean readingWanted = true;
    /** Whether the kernel takes nothing more for now. */
    private boolean blocked;

    /** Whether messages were added since the connection was last told of what is written. */
    private boolean untold;

    private boolean full;
    private boolean finished;
    private boolean outputEnded;
    private boolean closed;

    /**
     * @param softLimitBytes how much may wait to be written before the connection is told that it is full
     * @param onClosed called once, when the socket is closed
     */
    SocketLine(IoEventLoop loop, Socket socket, int softLimitBytes, Runnable onClosed) {
        this.loop = loop;
        this.socket = socket;
        this.share = LoopShare.current();
        this.softLimitBytes = softLimitBytes;
        this.onClosed = onClosed;
    }

    /** Whether this channel's socket can be taken over. */
    static boolean canTake(Channel channel) {
        return channel instanceof EpollSocketChannel && channel.eventLoop() instanceof IoEventLoop;
    }

    /** The socket of a channel that has been deregistered, and is not to be touched any more. Called on its event loop. */
    static SocketLine of(Channel channel, int softLimitBytes, Runnable onClosed) {
        // The very same object: should anybody close the channel all the same, the number is not closed twice.
        Socket socket = (Socket) ((EpollSocketChannel) channel).fd();
        return new SocketLine((IoEventLoop) channel.eventLoop(), socket, softLimitBytes, onClosed);
    }

    // ---- Line ----

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public void start(WebSocketConnection connection) {
        this.connection = connection;
        share.lines.add(this);
        loop.register(this).addListener(done -> {
            if (done.isSuccess()) {
                registration = (IoRegistration) done.getNow();
                updateInterest();
            }
            if (closed && registration != null) {
                registration.cancel();
            } else if (!done.isSuccess()) {
                close();
            }
        });
    }

    @Override
    public ByteBuffer claim(int bytes) {
        added += bytes;
        return room(bytes).buffer;
    }

    @Override
    public void append(ByteBuffer bytes) {
        added += bytes.remaining();
        if (bytes.remaining() >= WRITTEN_IN_PLACE && bytes.isDirect() && !blocked && !closed) {
            push(bytes);
        }
        int end = bytes.limit();
        while (bytes.position() < end) {
            ByteBuffer out = room(1).buffer;
            bytes.limit(Math.min(end, bytes.position() + out.remaining()));
            out.put(bytes);
            bytes.limit(end);
        }
    }

    @Override
    public long added() {
        return added;
    }

    @Override
    public void countMessage(long payload, long bytes) {
        messages.add(added, payload, bytes);
        untold = true;
    }

    @Override
    public boolean isDirty() {
        return untold || first != null && !blocked;
    }

    @Override
    public void flush() {
        if (!blocked) {
            push(null);
        }
        tell();
    }

    @Override
    public long written() {
        return sent;
    }

    @Override
    public void reading(boolean wanted) {
        readingWanted = finished || wanted;
        updateInterest();
    }

    @Override
    public void finish() {
        if (closed) {
            return;
        }
        finished = true;
        readingWanted = true;
        updateInterest();
        push(null);
        lingering = Lingering.begin(this);
        endOutputWhenWritten();
    }

    @Override
    public void abort() {
        if (loop.inEventLoop()) {
            close();
        } else {
            try {
                loop.execute(this::close);
            } catch (RejectedExecutionException e) {
                // The loop has ended, and closed what was its.
            }
        }
    }

    // ---- out ----

    private Chunk room(int bytes) {
        Chunk current = last;
        if (current != null && current.buffer.remaining() >= bytes) {
            return current;
        }
        if (current != null && !blocked && current.buffer.capacity() == Chunks.LARGE) {
            push(null); // it stays in the cache if it is used again at once
            if (!closed) {
                messages.written(sent, connection.handler());
            }
        }
        // In the midst of a read the chunk comes back with the end of it; what is sent from elsewhere waits for the
        // turn's end.
        Chunk next = share.chunks.take(
                connection.isInRead() || last != null || bytes > Chunks.SMALL ? Chunks.LARGE : Chunks.SMALL);
        if (last == null) {
            first = next;
        } else {
            last.next = next;
        }
        last = next;
        return next;
    }

    /** Writes all chunks, and then the bytes of {@code also} from where they lie, as far as the kernel takes them. Tells nobody. */
    private void push(@Nullable ByteBuffer also) {
        try {
            while (first != null) {
                Chunk chunk = first;
                int end = chunk.buffer.position();
                boolean together = also != null && chunk == last && !closed;
                long wrote = closed
                        ? end - chunk.from
                        : together ? writeTogether(chunk, also) : socket.sendAddress(chunk.address, chunk.from, end);
                sent += wrote;
                if (wrote < end - chunk.from) {
                    chunk.from += (int) wrote;
                    block();
                    return;
                }
                if (together) {
                    also.position(also.position() + (int) wrote - (end - chunk.from));
                }
                first = chunk.next;
                share.chunks.give(chunk);
            }
            last = null;
            if (also != null && also.hasRemaining() && !blocked) {
                int wrote = socket.send(also, also.position(), also.limit());
                sent += wrote;
                also.position(also.position() + wrote);
                if (also.hasRemaining()) {
                    block();
                }
            }
        } catch (IOException e) {
            failed(e);
        }
    }

    /** A header and its payload in one go: as two, each would cost a packet. */
    private long writeTogether(Chunk chunk, ByteBuffer payload) throws IOException {
        ByteBuffer head = chunk.buffer;
        int end = head.position();
        head.limit(end).position(chunk.from);
        ByteBuffer[] both = share.chunks.pair;
        both[0] = head;
        both[1] = payload;
        try {
            return socket.writev(both, 0, 2, Long.MAX_VALUE);
        } finally {
            both[1] = head; // the payload is not ours to keep
            head.limit(head.capacity()).position(end);
        }
    }

    private void block() {
        blocked = true;
        updateInterest();
    }

    /** Tells the connection what has been written, and whether much waits. */
    private void tell() {
        untold = false;
        if (closed) {
            return;
        }
        messages.written(sent, connection.handler());
        long waiting = added - sent;
        if (!full && waiting > softLimitBytes) {
            full = true;
            connection.full();
        } else if (full && waiting <= softLimitBytes / 2) {
            full = false;
            connection.drained();
        }
    }

    private void writable() {
        long before = sent;
        blocked = false;
        push(null);
        updateInterest();
        if (sent > before) {
            connection.progress();
        }
        tell();
        endOutputWhenWritten();
    }

    private void endOutputWhenWritten() {
        if (finished && sent == added && !outputEnded && !closed) {
            outputEnded = true;
            endOutput();
        }
    }

    // ---- in ----

    @Override
    public void handle(IoRegistration from, IoEvent event) {
        try {
            handle(((EpollIoEvent) event).ops().value());
        } catch (Throwable t) {
            // A bug in this library must not cost the loop's other connections anything.
            LOG.log(System.Logger.Level.ERROR, "connection aborted", t);
            close();
        }
    }

    private void handle(int ops) {
        if ((ops & OUT) != 0 && !closed) {
            writable();
        }
        if ((ops & (IN | ERR | HUP)) != 0 && !closed) {
            if (readingWanted || (ops & (ERR | HUP)) != 0) {
                read(); // wanted or not, if it ends: what came before the end is kept until it is wanted
            }
        }
    }

    private void read() {
        ByteBuffer room = connection.room();
        // The kernel writes to native memory only; a message that is too large for the pool lies in the heap.
        ByteBuffer in = room.hasRemaining() && room.isDirect() ? room : share.chunks.in();
        int start = in.position();
        int count;
        try {
            count = socket.recv(in, start, in.limit());
        } catch (IOException e) {
            failed(e);
            return;
        }
        if (count < 0) {
            close();
        } else if (count > 0) {
            connection.receive(in.limit(start + count));
            connection.receiveComplete();
        }
    }

    private void updateInterest() {
        EpollIoOps wanted =
                readingWanted ? blocked ? BOTH : EpollIoOps.EPOLLIN : blocked ? EpollIoOps.EPOLLOUT : NEITHER;
        if (registration != null && wanted != interest && !closed) {
            interest = wanted;
            registration.submit(wanted);
        }
    }

    // ---- the end ----

    private void failed(IOException e) {
        LOG.log(System.Logger.Level.DEBUG, "connection aborted", e);
        close();
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    private void endOutput() {
        try {
            socket.shutdown(false, true);
        } catch (IOException | NotYetConnectedException e) {
            close(); // the peer was faster; of a socket that was reset it is said that it was never connected
        }
    }

    @Override
    public FileDescriptor fd() {
        return socket;
    }

    /** Closes the socket; the connection learns of it soon, but not within this call. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        blocked = false;
        push(null); // which only gives the chunks back now
        try {
            socket.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing a socket", e);
        }
        if (registration != null) {
            registration.cancel(); // the kernel has forgotten it with the socket
        }
        if (lingering != null) {
            lingering.cancel();
        }
        share.lines.remove(this);
        onClosed.run();
        if (loop.isShuttingDown()) {
            connection.receiveEnd();
        } else {
            loop.execute(connection::receiveEnd);
        }
    }
}
