package dev.parley.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.TimeUnit;

/**
 * Bytes of a file, read as the client takes them: never more of it is held than the channel's limit and a piece. Confined to its
 * channel's event loop.
 *
 * <p>Not by {@code sendfile}, which TLS cannot use and which not every transport has: reading costs little beside the network.
 */
final class FileBody implements HttpBody {
    private static final System.Logger LOG = System.getLogger("dev.parley.net");

    private static final int PIECE = 64 * 1024;
    /** So much in a turn of the event loop; then others have theirs, however fast this client is. */
    private static final int MOST_AT_ONCE = 16 * PIECE;

    /** A client who takes nothing for so long is gone, or wants the connection and not the file. */
    private static final long STALL_MILLIS = 30_000;

    private final ChannelHandlerContext context;
    private final FileChannel file;
    private final long end;
    private final Runnable onWritten;
    private final Future<?> watch;
    private long position;
    private long taken;
    private long takenBefore;
    private boolean proceeding;
    /** Whether all that is to be written was handed to the channel, or never will be. */
    private boolean done;

    /** @param onWritten called when all is written; not if the connection ends before */
    FileBody(ChannelHandlerContext context, FileChannel file, long from, long count, Runnable onWritten) {
        this.context = context;
        this.file = file;
        this.position = from;
        this.end = from + count;
        this.onWritten = onWritten;
        this.watch = context.executor()
                .scheduleAtFixedRate(this::endIfStalled, STALL_MILLIS, STALL_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void proceed() {
        if (proceeding || done) { // a write may call this from within
            return;
        }
        proceeding = true;
        try {
            writePieces();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "a file cannot be read to its end: {0}", e.getMessage());
            context.close(); // less than was said
        } finally {
            proceeding = false;
        }
    }

    private void writePieces() throws IOException {
        long stop = Math.min(end, position + MOST_AT_ONCE);
        while (position < stop && context.channel().isWritable()) {
            int bytes = (int) Math.min(PIECE, stop - position);
            ByteBuf piece = context.alloc().directBuffer(bytes, bytes);
            int count = piece.writeBytes(file, position, bytes);
            if (count <= 0) {
                piece.release();
                throw new IOException("it has become shorter");
            }
            position += count;
            context.writeAndFlush(new DefaultHttpContent(piece)).addListener(written -> taken += count);
        }
        if (position == end) {
            done = true;
            context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener(this::written);
        } else if (context.channel().isWritable() && context.channel().isActive()) {
            context.executor().execute(this::proceed);
        }
    }

    private void written(Future<? super Void> last) {
        closed();
        if (last.isSuccess()) {
            onWritten.run();
        }
    }

    private void endIfStalled() {
        if (taken == takenBefore) {
            context.close();
        }
        takenBefore = taken;
    }

    @Override
    public void closed() {
        done = true;
        watch.cancel(false);
        try {
            file.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing a file", e);
        }
    }
}
