package dev.parley.server;

import dev.parley.engine.Ending;
import dev.parley.engine.Opcode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A handler that reads each message from an {@code InputStream} while it comes in, on threads that may block. The messages of one peer
 * are read one after another. A peer that sends faster than is read is made to wait, it alone: what it has sent and is not read yet is
 * at most 256 KiB, and what one read of the network brings beyond that. Any thread.
 *
 * <pre>{@code
 * Routes routes = Routes.NONE.webSocket("/upload", new MessageStreams(executor, (peer, kind, message) -> {
 *     try (OutputStream file = Files.newOutputStream(path)) {
 *         message.transferTo(file);
 *     }
 * }));
 * }</pre>
 */
public final class MessageStreams implements FragmentHandler {
    private static final System.Logger LOG = System.getLogger("dev.parley.server");

    /** What reads one message. */
    @FunctionalInterface
    public interface Reader {
        /**
         * Reads a message, to its end or as far as it is wanted.
         *
         * @param kind {@link Opcode#TEXT} or {@link Opcode#BINARY}
         * @param message the bytes as they come; throws if the connection ends before the message does; closed afterwards
         * @throws Exception is logged, and closes the connection with 1011
         */
        void read(Peer peer, Opcode kind, InputStream message) throws Exception;
    }

    private final Executor executor;
    private final Reader reader;
    private final Map<Peer, MessageQueue> queues = new ConcurrentHashMap<>();

    /** @param executor runs a reader, which holds its thread until the message is read: virtual threads, or enough of others */
    public MessageStreams(Executor executor, Reader reader) {
        this.executor = executor;
        this.reader = reader;
    }

    @Override
    public void onFragment(Peer peer, Opcode kind, ByteBuffer fragment, boolean last) {
        MessageQueue queue = queues.computeIfAbsent(peer, MessageQueue::new);
        if (queue.add(kind, fragment, last)) {
            executor.execute(() -> readAll(peer, queue));
        }
    }

    @Override
    public void onClose(Peer peer, Ending ending) {
        MessageQueue queue = queues.remove(peer);
        if (queue != null) {
            queue.fail("The connection ended in the middle of a message.");
        }
    }

    private void readAll(Peer peer, MessageQueue queue) {
        for (MessageInput next = queue.next(); next != null; next = queue.next()) {
            readOne(peer, next);
        }
    }

    private void readOne(Peer peer, MessageInput message) {
        try (message) {
            reader.read(peer, message.kind, message);
        } catch (IOException e) {
            if (peer.isOpen()) {
                failed(peer, e);
            }
        } catch (Throwable t) {
            failed(peer, t);
        }
    }

    private static void failed(Peer peer, @Nullable Throwable t) {
        LOG.log(System.Logger.Level.ERROR, "A reader of messages failed for " + peer, t);
        peer.close(1011, "internal error");
    }
}
