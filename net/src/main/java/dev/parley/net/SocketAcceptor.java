package dev.parley.net;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.NativeInetAddress;
import io.netty.channel.unix.Socket;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A listening socket on an event loop with epoll: accepts, and spreads over the loops in turn. Without a channel of Netty's for each
 * connection, which most of them would have only for as long as a handshake takes. Confined to its event loop, but for opening and closing.
 */
final class SocketAcceptor implements EpollIoHandle, Acceptor {
    private static final System.Logger LOG = System.getLogger("dev.parley.net");

    /** So many at a time: those who are connected want to be served, too. */
    private static final int MOST_AT_ONCE = 64;
    /** When the system has no file descriptors left, trying at once again would only heat. */
    private static final long PAUSE_MILLIS = 500;
    /** The length of an address comes first, then an IPv6 address, scope and port. */
    private static final int ADDRESS_BYTES = 26;

    private final EventLoopGroup group;
    private final IoEventLoop loop;
    private final Socket socket;
    private final HttpPipeline http;
    private final byte[] address = new byte[ADDRESS_BYTES];
    private volatile @Nullable IoRegistration registration;

    private SocketAcceptor(EventLoopGroup group, Socket socket, HttpPipeline http) {
        this.group = group;
        this.loop = (IoEventLoop) group.next();
        this.socket = socket;
        this.http = http;
    }

    /** @throws IOException if the address cannot be had */
    static SocketAcceptor open(EventLoops loops, InetSocketAddress address, int backlog, HttpPipeline http)
            throws IOException {
        Socket socket = Socket.newSocketStream();
        try {
            socket.setReuseAddress(true);
            socket.setTcpNoDelay(true); // what is accepted inherits it
            socket.bind(address);
            socket.listen(backlog);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        SocketAcceptor acceptor = new SocketAcceptor(loops.group, socket, http);
        Future<IoRegistration> registered = acceptor.loop.register(acceptor).awaitUninterruptibly();
        if (!registered.isSuccess()) {
            socket.close();
            throw new IOException("cannot wait for connections", registered.cause());
        }
        acceptor.registration = registered.getNow();
        acceptor.registration.submit(EpollIoOps.EPOLLIN);
        return acceptor;
    }

    @Override
    public InetSocketAddress address() {
        return socket.localAddress();
    }

    @Override
    public void handle(IoRegistration from, IoEvent event) {
        try {
            for (int i = 0; i < MOST_AT_ONCE && socket.isOpen(); i++) {
                int fd = socket.accept(address);
                if (fd < 0) {
                    return;
                }
                accepted(new Socket(fd), NativeInetAddress.address(address, 1, address[0]));
            }
        } catch (IOException e) {
            pause(e);
        }
    }

    private void accepted(Socket accepted, InetSocketAddress from) throws IOException {
        Entry entry = http.accepted().enter(from.getAddress());
        if (entry instanceof Entry.Refused refused) {
            refuse(accepted, refused);
        } else if (entry instanceof Place place) {
            letIn(new Visitor((IoEventLoop) group.next(), accepted, from, place, http));
        }
    }

    /** Before the process runs out of file descriptors, after which it could not even say no. */
    private void refuse(Socket accepted, Entry.Refused refused) throws IOException {
        LOG.log(System.Logger.Level.DEBUG, "refused: {0}", refused.why());
        // RFC 6455 §7.2.2: "the server MUST simply _Close the WebSocket Connection_".
        if (!http.refusal().begin()) {
            accepted.close();
            return;
        }
        Channel channel = new EpollSocketChannel(accepted.intValue());
        EventLoopGroup asGroup = loop; // the narrower type calls the same method deprecated
        asGroup.register(channel).addListener(registered -> {
            if (registered.isSuccess()) {
                http.refusal().tell(channel, refused);
            } else {
                http.refusal().end();
                channel.close();
            }
        });
    }

    private static void letIn(Visitor visitor) {
        IoEventLoop home = visitor.loop();
        if (home.inEventLoop()) {
            visitor.enter();
        } else {
            try {
                home.execute(visitor::enter);
            } catch (RejectedExecutionException e) {
                visitor.close(); // that loop has ended
            }
        }
    }

    private void pause(IOException e) {
        LOG.log(System.Logger.Level.WARNING, "cannot accept for now: {0}", e.getMessage());
        IoRegistration paused = registration;
        if (paused != null && paused.isValid()) {
            paused.submit(EpollIoOps.EPOLLERR);
            loop.schedule(() -> paused.submit(EpollIoOps.EPOLLIN), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void stop(long maxMillis) {
        if (loop.inEventLoop() || loop.isShuttingDown()) {
            close();
        } else {
            loop.submit(this::close).awaitUninterruptibly(maxMillis);
        }
    }

    @Override
    public FileDescriptor fd() {
        return socket;
    }

    @Override
    public void close() {
        if (!socket.isOpen()) {
            return;
        }
        if (registration != null) {
            registration.cancel();
        }
        try {
            socket.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing a socket", e);
        }
    }
}
