package dev.parley.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that a report will be written to. Immutable. */
record ReportFile(Path path) {

    /**
     * Looks whether it can be written, before there is anything to write: better now than after a minute of work.
     *
     * @throws IllegalArgumentException if not, with the reason
     */
    void requireWritable() {
        Path folder = path.toAbsolutePath().getParent();
        if (Files.isDirectory(path)) {
            throw new IllegalArgumentException("Cannot write " + path + ": it is a folder.");
        }
        if (Files.exists(path)) {
            // Whatever its folder: /dev/stdout is one.
            if (!Files.isWritable(path)) {
                throw new IllegalArgumentException("Cannot write " + path + ": that is not permitted.");
            }
        } else if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("Cannot write " + path + ": there is no folder " + folder + ".");
        } else if (!Files.isWritable(folder)) {
            throw new IllegalArgumentException("Cannot write " + path + ": nothing may be written in " + folder + ".");
        }
    }

    /** @throws IOException with a message for a person */
    void write(String content) throws IOException {
        try {
            Files.writeString(path, content);
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage());
            // The message of some is the path alone, and what happened is their name.
            throw new IOException(
                    "Cannot write " + path + ": "
                            + (reason.equals(path.toString()) ? e.getClass().getSimpleName() : reason),
                    e);
        }
    }
}
