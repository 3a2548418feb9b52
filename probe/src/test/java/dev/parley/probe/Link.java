package dev.parley.probe;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** A TCP connection, as an endpoint that is being probed holds it. One caller at a time; {@link #close} from any thread. */
final class Link implements AutoCloseable {
    /** How long what a peer still sends is taken, so that the last bytes to it are not lost in a TCP reset. */
    private static final int LINGER_MILLIS = 3000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    Link(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
        out = socket.getOutputStream();
    }

    /** The next byte; none is an {@link EOFException}. */
    int read() throws IOException {
        int next = in.read();
        if (next < 0) {
            throw new EOFException();
        }
        return next;
    }

    /** As many bytes as are there, at least one. */
    int read(byte[] buffer, int from, int length) throws IOException {
        int count = in.read(buffer, from, length);
        if (count < 0) {
            throw new EOFException();
        }
        return count;
    }

    byte[] readExactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    /** How many bytes are there already. */
    int available() throws IOException {
        return in.available();
    }

    void write(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    /** How long a read may take; 0 for ever. */
    void limitReads(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    /** Says that nothing more will be sent. */
    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Takes and forgets what still comes, until the peer ends the connection. */
    void drain() throws IOException {
        limitReads(LINGER_MILLIS);
        byte[] forgotten = new byte[64 * 1024];
        while (in.read(forgotten) >= 0) {
            // Nobody looks at it.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
