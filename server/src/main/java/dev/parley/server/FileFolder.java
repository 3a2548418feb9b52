package dev.parley.server;

import dev.parley.engine.Headers;
import dev.parley.net.HttpAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;

/**
 * The files of a folder, and of those in it, as they are when they are asked for. Immutable.
 *
 * <p>Nothing outside of the folder is ever sent, wherever a name or a link leads; and nothing whose name begins with a dot, but for
 * {@code .well-known}.
 */
final class FileFolder {
    private static final String INDEX = "index.html";

    private final Path root;

    /** @throws IllegalArgumentException if it is no folder */
    FileFolder(Path root) {
        if (!Files.isDirectory(root)) {
            throw new IllegalArgumentException(root + " is no folder.");
        }
        this.root = root.toAbsolutePath();
    }

    /**
     * Answers a GET or HEAD request.
     *
     * @param names plain ones, which lead from the folder to what is asked for
     * @param asFolder whether a folder is asked for, and not a file
     */
    HttpAnswer answer(Request request, List<String> names, boolean asFolder) {
        try {
            Path base =
                    root.toRealPath(); // each time anew: a link to the current version of a site may be set to another
            Path file = base;
            for (String name : names) {
                file = file.resolve(name);
            }
            file = file.toRealPath();
            boolean isFolder = file.startsWith(base) && Files.isDirectory(file);
            if (isFolder && !asFolder) {
                return moved(request);
            }
            if (isFolder) {
                file = file.resolve(INDEX).toRealPath();
            }
            if (asFolder != isFolder || !file.startsWith(base)) {
                return nothing();
            }
            return answer(
                    request, file, Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (IOException | InvalidPathException notThere) {
            return nothing();
        }
    }

    private static HttpAnswer answer(Request request, Path file, BasicFileAttributes attributes) {
        if (!attributes.isRegularFile()) {
            return nothing(); // reading a device or a pipe could wait for ever
        }
        Version version = Version.of(attributes);
        Headers headers = Headers.of(
                "Content-Type",
                ContentType.of(file.getFileName().toString()).orElse(ContentType.UNKNOWN),
                "X-Content-Type-Options",
                "nosniff",
                "Cache-Control",
                "no-cache", // to be kept, but asked for by its tag
                "ETag",
                version.tag(),
                "Last-Modified",
                version.lastModified(),
                "Accept-Ranges",
                "bytes");
        int status = version.status(request.headers());
        if (status != 200) {
            return new HttpAnswer.Respond(status, headers, new byte[0]);
        }
        long size = attributes.size();
        boolean partly = request.method().equals("GET") && version.allowsRange(request.headers());
        Optional<ByteRange> range = partly ? ByteRange.asked(request.headers().all("Range"), size) : Optional.empty();
        if (range.isEmpty()) {
            return new HttpAnswer.FromFile(200, headers, file, 0, size);
        }
        Headers ranged = headers.with("Content-Range", range.get().of(size));
        return range.get().isThere()
                ? new HttpAnswer.FromFile(
                        206, ranged, file, range.get().from(), range.get().count())
                : new HttpAnswer.Respond(416, ranged, new byte[0]);
    }

    /** Links in a page are relative to its folder only if its path ends with a slash. */
    private static HttpAnswer moved(Request request) {
        String query = request.query().isEmpty() ? "" : "?" + request.query();
        Headers headers = Headers.of("Location", request.path() + "/" + query);
        return new HttpAnswer.Respond(301, headers, new byte[0]);
    }

    private static HttpAnswer nothing() {
        return Router.respond(Response.text(404, "Nothing is here."));
    }
}
