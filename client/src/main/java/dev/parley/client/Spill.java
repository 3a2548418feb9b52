package dev.parley.client;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A message on its way into a temporary file. One caller at a time. */
final class Spill {
    private static final int BUFFER = 64 * 1024;

    private final TemporaryFile file = TemporaryFile.create();
    private final OutputStream out;
    private long size;

    Spill() throws IOException {
        try {
            // What comes in small frames is not to be written in small pieces.
            out = new BufferedOutputStream(Files.newOutputStream(file.path()), BUFFER);
        } catch (IOException e) {
            file.delete();
            throw e;
        }
    }

    Path path() {
        return file.path();
    }

    void add(byte[] part) throws IOException {
        out.write(part);
        size += part.length;
    }

    /** The message is whole. */
    Blob finish() throws IOException {
        out.close();
        return Blob.of(file, size);
    }

    /** The message is not wanted any more. */
    void discard() {
        try {
            out.close();
        } catch (IOException e) {
            // What was to be written is not wanted.
        } finally {
            file.delete();
        }
    }
}
