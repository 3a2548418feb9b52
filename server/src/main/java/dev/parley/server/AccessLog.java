package dev.parley.server;

import dev.parley.engine.Ending;
import dev.parley.engine.Opcode;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * One line for each connection, when it ends, and for each request for a WebSocket that was refused:
 *
 * <pre>
 * time=2026-03-01T12:00:00.000Z address=192.0.2.7:50124 route=/chat subprotocol=json seconds=61.204 received=12
 *   received_bytes=640 sent=90 sent_bytes=8112 ending=clean code=1001
 * time=2026-03-01T12:00:01.000Z address=192.0.2.7:50125 refused=403
 * </pre>
 *
 * <p>A value with anything in it but letters, digits and {@code . _ / : - + [ ] %} stands in quotation marks; control characters,
 * quotation marks and backslashes are escaped, so that nobody but the server begins a line. Bytes are payload, uncompressed.
 */
public final class AccessLog implements ServerObserver {
    private final Consumer<String> lines;

    /** @param lines gets each line, on an event loop: it must not block ({@link LineFile} does not) */
    public AccessLog(Consumer<String> lines) {
        this.lines = lines;
    }

    /** Lines at level {@code INFO} of a logger, for instance that called {@code dev.parley.access}. */
    public static AccessLog to(System.Logger logger) {
        return new AccessLog(line -> logger.log(System.Logger.Level.INFO, line));
    }

    @Override
    public PeerObserver onOpened(Peer peer) {
        return new OnePeer(peer);
    }

    @Override
    public void onRefused(SocketAddress address, int status) {
        lines.accept(begin(address) + " refused=" + status);
    }

    private static String begin(SocketAddress address) {
        return "time=" + Instant.now().truncatedTo(ChronoUnit.MILLIS) + " address=" + quoted(numeric(address));
    }

    /** Without asking for a name. */
    private static String numeric(SocketAddress address) {
        if (address instanceof InetSocketAddress inet && inet.getAddress() != null) {
            String host = inet.getAddress().getHostAddress();
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + inet.getPort();
        }
        return address.toString();
    }

    /** A value as it stands in a line. */
    static String quoted(String value) {
        if (!value.isEmpty() && value.chars().allMatch(AccessLog::isPlain)) {
            return value;
        }
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || c >= 0x7F && c < 0xA0 || c == 0x2028 || c == 0x2029 || Character.isSurrogate(c)) {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    private static boolean isPlain(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "._/:-+[]%".indexOf(c) >= 0;
    }

    /** Counts for one line. */
    private final class OnePeer implements PeerObserver {
        private final Peer peer;
        private final long since = System.nanoTime();
        private long received;
        private long receivedBytes;
        private long sent;
        private long sentBytes;

        OnePeer(Peer peer) {
            this.peer = peer;
        }

        @Override
        public void onReceived(Opcode kind, int bytes) {
            received++;
            receivedBytes += bytes;
        }

        @Override
        public void onSent(int messages, long bytes) {
            sent += messages;
            sentBytes += bytes;
        }

        @Override
        public void onClosed(Ending ending) {
            double seconds = (System.nanoTime() - since) / 1e9;
            lines.accept(begin(peer.request().remoteAddress())
                    + " route=" + quoted(peer.route())
                    + " subprotocol=" + (peer.protocol().isEmpty() ? "-" : quoted(peer.protocol()))
                    + String.format(Locale.ROOT, " seconds=%.3f", seconds)
                    + " received=" + received
                    + " received_bytes=" + receivedBytes
                    + " sent=" + sent
                    + " sent_bytes=" + sentBytes
                    + " ending=" + EndingName.of(ending)
                    + " code=" + EndingName.code(ending));
        }
    }
}
