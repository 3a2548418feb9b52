package dev.parley.net;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection so that its last bytes arrive. Closing at once while the peer still sends makes the kernel answer
 * with a reset, which destroys what the peer has not read yet, for instance the Close frame that tells it what was wrong.
 * So only our direction ends first (RFC 6455 §7.1.1), and the rest when the peer ends its own, or after a while. Confined
 * to the connection's event loop.
 */
final class Lingering {
    /** Long enough for a round trip and a retransmission; short, since a peer may use it to hold a connection. */
    private static final long LINGER_MILLIS = 2_000;

    /** What is closed. */
    interface Subject {
        EventLoop loop();

        boolean isOpen();

        /** Grows while the peer takes what is written; when it stands still, the connection is closed all the same. */
        long written();

        void close();
    }

    private final Subject subject;
    private long written;
    private Future<?> deadline;

    private Lingering(Subject subject) {
        this.subject = subject;
        this.written = subject.written();
        this.deadline = watch();
    }

    /** Closes it in a while, unless it is closed before; who ends our direction is the subject itself. */
    static Lingering begin(Subject subject) {
        return new Lingering(subject);
    }

    /** It is closed. */
    void cancel() {
        deadline.cancel(false);
    }

    private Future<?> watch() {
        return subject.loop().schedule(this::closeUnlessProgress, LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void closeUnlessProgress() {
        if (!subject.isOpen()) {
            return;
        }
        long now = subject.written();
        if (now == written) {
            subject.close();
        } else {
            written = now;
            deadline = watch();
        }
    }
}
