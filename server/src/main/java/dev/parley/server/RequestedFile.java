package dev.parley.server;

import java.util.List;
import java.util.Optional;

/**
 * Which file of which folder a path means. Immutable.
 *
 * <p>One and the same file can be asked for in many ways, since any letter may be percent-encoded. Folders and routes are looked for by
 * the names that come out of that: nobody gets around a gate by writing a path differently.
 *
 * @param names those below the folder
 * @param asFolder whether the path ends with a slash
 */
record RequestedFile(Routes.Route<FileFolder> route, List<String> names, boolean asFolder) {
    /** What the path means; nothing if no folder is there, or something else is. */
    static Optional<RequestedFile> of(String path, Routes routes) {
        if (!routes.haveFolders() || !path.startsWith("/")) {
            return Optional.empty();
        }
        Optional<List<String>> names = FilePath.names(path.substring(1));
        if (names.isEmpty()) {
            return Optional.empty();
        }
        boolean asFolder = path.endsWith("/");
        String decoded =
                "/" + String.join("/", names.get()) + (asFolder && !names.get().isEmpty() ? "/" : "");
        if (routes.http(decoded).isPresent() || routes.webSocket(decoded).isPresent()) {
            return Optional.empty();
        }
        return routes.prefix(decoded).map(prefix -> {
            int above = (int) prefix.chars().filter(c -> c == '/').count() - 1;
            return new RequestedFile(
                    routes.folder(prefix),
                    names.get().subList(above, names.get().size()),
                    asFolder);
        });
    }
}
