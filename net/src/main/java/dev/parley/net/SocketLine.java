package dev.parley.net;

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
 * <p>It reads into memory that the loop's lines share, or straight into the message that is under way, and writes at the end of each read
 * and of each turn.
 */
final class SocketLine implements Line, EpollIoHandle, SocketOutput.Owner, Lingering.Subject {
    private static final System.Logger LOG = System.getLogger("dev.parley.net");

    private static final int IN = EpollIoOps.EPOLLIN.value();
    private static final int OUT = EpollIoOps.EPOLLOUT.value();
    private static final int ERR = EpollIoOps.EPOLLERR.value();
    private static final int HUP = 0x10;

    private static final EpollIoOps BOTH = EpollIoOps.valueOf(IN | OUT);
    /** Errors are told of in any case; with no interest at all the socket would leave the loop. */
    private static final EpollIoOps NEITHER = EpollIoOps.EPOLLERR;

    private final IoEventLoop loop;
    private final Socket socket;
    private final LoopShare share;
    private final int softLimitBytes;
    private final Runnable onClosed;
    private final SocketOutput output;
    private final WrittenMessages messages = new WrittenMessages();

    @SuppressWarnings("NullAway.Init") // set by start, before all else
    private WebSocketConnection connection;

    private @Nullable IoRegistration registration;
    private @Nullable Lingering lingering;
    private EpollIoOps interest = NEITHER;
    private boolean readingWanted = true;

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
        this.output = new SocketOutput(socket, share.chunks, this);
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
        connection.attach();
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
        return output.claim(bytes, connection.isInRead());
    }

    @Override
    public void append(ByteBuffer bytes) {
        output.append(bytes, connection.isInRead());
    }

    @Override
    public boolean isBehind() {
        return output.isBlocked();
    }

    @Override
    public long added() {
        return output.added();
    }

    @Override
    public void countMessage(long payload, long bytes) {
        messages.add(output.added(), payload, bytes);
        if (output.written() == output.added()) {
            // It was large, and is on its way: who sent it must not take it for something that waits.
            messages.written(output.written(), connection.handler());
        } else {
            untold = true;
        }
    }

    @Override
    public boolean isDirty() {
        return untold || output.isPending();
    }

    @Override
    public void flush() {
        output.write();
        tell();
    }

    @Override
    public long written() {
        return output.written();
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
        output.write();
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

    @Override
    public void onBlocked() {
        connection.blocked();
        updateInterest();
    }

    @Override
    public void onWrittenEarly() {
        if (!closed) {
            messages.written(output.written(), connection.handler());
        }
    }

    @Override
    public void onFailed(IOException e) {
        LOG.log(System.Logger.Level.DEBUG, "connection aborted", e);
        close();
    }

    /** Tells the connection what has been written, and whether much waits. */
    private void tell() {
        untold = false;
        if (closed) {
            return;
        }
        messages.written(output.written(), connection.handler());
        long waiting = output.added() - output.written();
        if (!full && waiting > softLimitBytes) {
            full = true;
            connection.full();
        } else if (full && waiting <= softLimitBytes / 2) {
            full = false;
            connection.drained();
        }
    }

    private void writable() {
        long before = output.written();
        output.unblock();
        updateInterest();
        if (output.written() > before) {
            connection.progress();
        }
        if (!output.isBlocked()) {
            connection.caughtUp();
        }
        tell();
        endOutputWhenWritten();
    }

    private void endOutputWhenWritten() {
        if (finished && output.written() == output.added() && !outputEnded && !closed) {
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
            onFailed(e);
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
        boolean blocked = output.isBlocked();
        EpollIoOps wanted =
                readingWanted ? blocked ? BOTH : EpollIoOps.EPOLLIN : blocked ? EpollIoOps.EPOLLOUT : NEITHER;
        if (registration != null && wanted != interest && !closed) {
            interest = wanted;
            registration.submit(wanted);
        }
    }

    // ---- the end ----

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
        output.end();
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
        onClosed.run();
        if (loop.isShuttingDown()) {
            connection.receiveEnd();
        } else {
            loop.execute(connection::receiveEnd);
        }
    }
}
