package dev.parley.client;

import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;

/** Blobs one after another as a stream; each is opened when it is its turn, for there may be many. One caller at a time. */
final class JoinedStream extends InputStream {
    private final Iterator<Blob> blobs;
    private InputStream current = InputStream.nullInputStream();

    JoinedStream(Iterator<Blob> blobs) {
        this.blobs = blobs;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        int count = current.read(to, offset, length);
        while (count < 0 && blobs.hasNext()) {
            current.close();
            current = blobs.next().stream();
            count = current.read(to, offset, length);
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        current.close();
    }
}
