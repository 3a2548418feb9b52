package dev.parley.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where the bytes of a {@link Blob} are. Immutable, any thread. */
sealed interface BlobSource {
    /** Reads a range, which must be within; nothing of it is in memory at once but what is in memory anyway. */
    InputStream open(long from, long size) throws IOException;

    /** @param bytes must not change any more */
    record InMemory(byte[] bytes) implements BlobSource {
        @Override
        public InputStream open(long from, long size) {
            return new ByteArrayInputStream(bytes, (int) from, (int) size);
        }
    }

    /** @param owner is not collected before this is: a file may be there for as long as somebody refers to it */
    record InFile(Path path, Object owner) implements BlobSource {
        @Override
        public InputStream open(long from, long size) throws IOException {
            return new FileRange(this, from, size);
        }
    }

    /** One after another. */
    record Joined(List<Blob> parts) implements BlobSource {
        @Override
        public InputStream open(long from, long size) {
            List<Blob> within = new ArrayList<>();
            long start = 0;
            for (Blob part : parts) {
                long first = Math.max(0, from - start);
                long last = Math.min(part.size(), from + size - start);
                if (first < last) {
                    within.add(part.slice(first, last));
                }
                start += part.size();
            }
            return new JoinedStream(within.iterator());
        }
    }
}
