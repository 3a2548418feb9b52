package dev.parley.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Bytes that do not change, with a type (File API §3): in memory, or in a file, which is read when they are needed and must not change
 * meanwhile. Immutable.
 *
 * <p>What a browser answers with a promise is answered at once here; a blob of a file reads the file, which may block.
 */
public final class Blob {
    /** One array holds no more. */
    private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final BlobSource source;
    private final long start;
    private final long size;
    private final String type;

    private Blob(BlobSource source, long start, long size, String type) {
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
        return new Blob(new BlobSource.InFile(file, file), 0, Files.size(file), "");
    }

    /** A blob of the bytes of others, one after another. Files among them are not read for that. */
    public static Blob of(Blob... parts) {
        List<Blob> all = List.of(parts);
        long size = all.stream().mapToLong(Blob::size).reduce(0, Math::addExact);
        Blob joined = new Blob(new BlobSource.Joined(all), 0, size, "");
        if (size > MAX_ARRAY || !all.stream().allMatch(Blob::isInMemory)) {
            return joined;
        }
        try {
            return of(joined.arrayBuffer().array(), "");
        } catch (IOException e) {
            throw new UncheckedIOException("Memory can be read.", e);
        }
    }

    /** A blob of these very bytes, which must not change any more. */
    static Blob of(byte[] bytes, String type) {
        return new Blob(new BlobSource.InMemory(bytes), 0, bytes.length, type);
    }

    /** A blob of a file that is there for as long as the blob is. */
    static Blob of(TemporaryFile file, long size) {
        return new Blob(new BlobSource.InFile(file.path(), file), 0, size, "");
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

    /** A part of it: all from {@code from} on; a negative number counts from the end. */
    public Blob slice(long from) {
        return slice(from, size, "");
    }

    /** A part of it: from {@code from} (inclusive) to {@code to} (exclusive); negative numbers count from the end. */
    public Blob slice(long from, long to) {
        return slice(from, to, "");
    }

    /** A part of it, with a type. See {@link #slice(long, long)}. */
    public Blob slice(long from, long to, String type) {
        long first = clamp(from);
        long last = Math.max(first, clamp(to));
        return new Blob(source, start + first, last - first, type);
    }

    /**
     * The bytes, in a buffer of the caller's own.
     *
     * @throws IOException if it is a file that cannot be read, or that has become shorter, or has more bytes than a buffer can
     */
    public ByteBuffer arrayBuffer() throws IOException {
        if (size > MAX_ARRAY) {
            throw new IOException("A blob of " + size + " bytes does not fit into one buffer.");
        }
        byte[] bytes = new byte[(int) size];
        try (InputStream in = stream()) {
            in.readNBytes(bytes, 0, bytes.length);
        }
        return ByteBuffer.wrap(bytes);
    }

    /**
     * The bytes as UTF-8, without a byte order mark; what is not becomes U+FFFD.
     *
     * @throws IOException if it is a file that cannot be read
     */
    public String text() throws IOException {
        String text = StandardCharsets.UTF_8.decode(arrayBuffer()).toString();
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    /**
     * The bytes as a stream, which is to be closed. A file is read as the stream is, and the stream fails if it has become shorter.
     *
     * @throws IOException if it is a file that cannot be read
     */
    public InputStream stream() throws IOException {
        return source.open(start, size);
    }

    BlobSource source() {
        return source;
    }

    /** Whether nothing of it is to be read from a file. */
    boolean isInMemory() {
        return size == 0 || source instanceof BlobSource.InMemory;
    }

    /** The very bytes of one in memory, which must not change. */
    ByteBuffer bytes() {
        return source instanceof BlobSource.InMemory memory
                ? ByteBuffer.wrap(memory.bytes(), (int) start, (int) size)
                : ByteBuffer.allocate(0);
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
