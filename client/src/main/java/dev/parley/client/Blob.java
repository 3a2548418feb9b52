package dev.parley.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Bytes that do not change, with a type (File API §3). Immutable.
 *
 * <p>What a browser answers with a promise is answered at once here; a blob of a file reads the file, which may block.
 */
public final class Blob {
    /** Where the bytes are. */
    private sealed interface Source {}

    private record InMemory(byte[] bytes) implements Source {}

    private record InFile(Path path) implements Source {}

    private final Source source;
    private final long start;
    private final long size;
    private final String type;

    private Blob(Source source, long start, long size, String type) {
        this.source = source;
        this.start = start;
        this.size = size;
        this.type = isPrintableAscii(type) ? type.toLowerCase(Locale.ROOT) : "";
    }

    /** A blob of bytes, which are copied, without a type. */
    public static Blob of(byte[] bytes) {
        return of(bytes.clone(), "");
    }

    /** A blob of the bytes from position to limit, which are copied; the position stays. */
    public static Blob of(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(bytes.position(), copy);
        return of(copy, "");
    }

    /** A blob of the UTF-8 of a text. */
    public static Blob of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8), "");
    }

    /**
     * A blob of the bytes of a file, which are read when they are needed.
     *
     * @throws IOException if there is no such file
     */
    public static Blob of(Path file) throws IOException {
        return new Blob(new InFile(file), 0, Files.size(file), "");
    }

    /** A blob of these very bytes, which must not change any more. */
    static Blob of(byte[] bytes, String type) {
        return new Blob(new InMemory(bytes), 0, bytes.length, type);
    }

    /** The same bytes with another type, for instance {@code image/png}. */
    public Blob withType(String type) {
        return new Blob(source, start, size, type);
    }

    /** How many bytes. */
    public long size() {
        return size;
    }

    /** The media type in lower case; empty if it is not known. */
    public String type() {
        return type;
    }

    /** A part of it: from {@code from} (inclusive) to {@code to} (exclusive); negative numbers count from the end. */
    public Blob slice(long from, long to) {
        long first = clamp(from);
        long last = Math.max(first, clamp(to));
        return new Blob(source, start + first, last - first, "");
    }

    /**
     * The bytes, in a buffer of the caller's own.
     *
     * @throws IOException if it is a file that cannot be read, or that has become shorter
     */
    public ByteBuffer arrayBuffer() throws IOException {
        if (size > Integer.MAX_VALUE - 8) {
            throw new IOException("A blob of " + size + " bytes does not fit into one buffer.");
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) size);
        if (source instanceof InMemory memory) {
            return bytes.put(memory.bytes(), (int) start, (int) size).flip();
        }
        Path path = ((InFile) source).path();
        try (SeekableByteChannel file = Files.newByteChannel(path)) {
            file.position(start);
            while (bytes.hasRemaining()) {
                if (file.read(bytes) < 0) {
                    throw new IOException(path + " has become shorter than its blob.");
                }
            }
        }
        return bytes.flip();
    }

    /**
     * The bytes as UTF-8; what is not becomes U+FFFD.
     *
     * @throws IOException if it is a file that cannot be read
     */
    public String text() throws IOException {
        return StandardCharsets.UTF_8.decode(arrayBuffer()).toString();
    }

    /**
     * The bytes as a stream.
     *
     * @throws IOException if it is a file that cannot be read
     */
    public InputStream stream() throws IOException {
        if (source instanceof InMemory memory) {
            return new ByteArrayInputStream(memory.bytes(), (int) start, (int) size);
        }
        return new ByteArrayInputStream(arrayBuffer().array());
    }

    @Override
    public String toString() {
        return "Blob[" + size + " bytes" + (type.isEmpty() ? "" : ", " + type) + "]";
    }

    private long clamp(long offset) {
        return offset < 0 ? Math.max(0, size + offset) : Math.min(offset, size);
    }

    private static boolean isPrintableAscii(String text) {
        return text.chars().allMatch(c -> c >= 0x20 && c <= 0x7E);
    }
}
