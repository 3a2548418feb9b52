package dev.parley.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;

/** A range of a file as a stream, which fails if the file turns out to be too short for it. One caller at a time. */
final class FileRange extends InputStream {
    private final BlobSource.InFile source;
    private final SeekableByteChannel file;
    private long left;

    FileRange(BlobSource.InFile source, long from, long size) throws IOException {
        this.source = source;
        this.left = size;
        this.file = Files.newByteChannel(source.path());
        file.position(from);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0) {
            return -1;
        }
        int count = file.read(ByteBuffer.wrap(to, offset, (int) Math.min(length, left)));
        if (count < 0) {
            throw new IOException(source.path() + " has become shorter than its blob.");
        }
        left -= count;
        return count;
    }

    @Override
    public int available() {
        return (int) Math.min(left, Integer.MAX_VALUE);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
