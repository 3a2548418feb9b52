package dev.parley.client;

import java.io.IOException;
import java.lang.ref.Cleaner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A file for bytes that are too many for memory. It is deleted when nobody refers to this any more, at the latest when the program
 * ends; nobody but the user can read it. Any thread.
 */
final class TemporaryFile {
    private static final System.Logger LOG = System.getLogger("dev.parley.client");
    private static final Cleaner CLEANER = Cleaner.create();
    private static final Set<Path> EXISTING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> EXISTING.forEach(TemporaryFile::deleteFile)));
    }

    private final Path path;
    private final Cleaner.Cleanable cleaning;

    private TemporaryFile(Path path) {
        this.path = path;
        this.cleaning = CLEANER.register(this, () -> deleteFile(path));
    }

    /** An empty one, in the directory that the platform has for such. */
    static TemporaryFile create() throws IOException {
        Path path = Files.createTempFile("parley-", ".blob");
        EXISTING.add(path);
        return new TemporaryFile(path);
    }

    Path path() {
        return path;
    }

    /** Deletes it now. */
    void delete() {
        cleaning.clean();
    }

    private static void deleteFile(Path path) {
        EXISTING.remove(path);
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "A temporary file stays: " + path, e);
        }
    }
}
