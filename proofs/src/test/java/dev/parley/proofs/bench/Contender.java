package dev.parley.proofs.bench;

import dev.parley.proofs.peers.Setup;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * A server that is compared. Immutable.
 *
 * @param name for command lines
 * @param title for people
 * @param rows by name, beside the plain echoes, which everybody does
 * @param command that starts it, in a folder, with the setup as environment
 * @param collection how its memory is collected
 */
record Contender(
        String name,
        String title,
        String version,
        Set<String> rows,
        Function<Setup, List<String>> command,
        Collection collection) {

    /** How a server's garbage is collected from outside. */
    enum Collection {
        /** By the virtual machine's own command. */
        JCMD,
        /** By a request for {@code /collect}. */
        HTTP
    }

    boolean does(Row row) {
        return row.kind() == Row.Kind.LINEARITY
                ? name.equals(Contenders.OURS)
                : switch (row.name()) {
                    case "wss", "publish" -> rows.contains(row.name());
                    default -> true;
                };
    }

    boolean isOurs() {
        return name.equals(Contenders.OURS);
    }

    /** Where a row's messages go. */
    String path(Row row) {
        return isOurs() ? row.setup().toAll() ? "/broadcast" : "/echo" : "/";
    }
}
