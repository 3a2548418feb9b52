package dev.parley.server;

import dev.parley.net.Tls;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The TLS that new connections get: that of the files as they are, or as they last were when they could be used. Any thread; a thread of
 * its own looks at the files, since reading may take its time.
 */
final class CurrentTls implements Supplier<Tls>, AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.parley.server");

    private final ServerTls options;
    private final @Nullable Thread looking;
    private volatile Tls tls;
    /** What was last read, whether it could be used or not. */
    private String seen = "";

    private String complaint = "";

    /** @throws IllegalArgumentException if it cannot be used, with the reason */
    CurrentTls(ServerTls options) {
        this.options = options;
        this.tls = options.tls();
        this.looking = options.files().isPresent() ? new Thread(this::look, "parley-tls") : null;
    }

    /** Begins to look. */
    void start() {
        if (looking != null) {
            looking.setDaemon(true);
            looking.start();
        }
    }

    @Override
    public Tls get() {
        return tls;
    }

    private void look() {
        try {
            while (true) {
                renew();
                Thread.sleep(options.lookEvery().toMillis());
            }
        } catch (InterruptedException closed) {
            // no more
        }
    }

    /** The first time they are read once more: they may have changed since the start began. */
    private void renew() {
        TlsFiles files = options.files().orElseThrow();
        try {
            String now = files.fingerprint();
            if (now.equals(seen)) {
                return;
            }
            boolean first = seen.isEmpty();
            seen = now;
            tls = options.again().tls();
            complaint = "";
            if (!first) {
                LOG.log(
                        System.Logger.Level.INFO,
                        "new connections get the certificate that is in {0} now",
                        files.certificate());
            }
        } catch (IOException | RuntimeException e) {
            complain(e);
        }
    }

    private void complain(Exception e) {
        String now = String.valueOf(e.getMessage());
        if (!now.equals(complaint)) { // once, not at every look
            LOG.log(System.Logger.Level.WARNING, "new connections get the certificate as it was: {0}", now);
        }
        complaint = now;
    }

    @Override
    public void close() {
        if (looking != null) {
            looking.interrupt();
        }
    }
}
