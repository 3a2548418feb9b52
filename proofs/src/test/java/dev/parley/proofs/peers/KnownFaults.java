package dev.parley.proofs.peers;

import dev.parley.probe.Report;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/**
 * Which cases a server is known to fail, from a list that gives the reasons. Immutable.
 *
 * <p>A line of the list that begins with # is the reason for the ids after it. {@code mask.missing.*} is every case whose id
 * begins so, and all of them must fail.
 */
record KnownFaults(List<String> ids) {

    /** @param report of a run, whose cases the list is about */
    static KnownFaults of(String name, Report report) throws IOException {
        TreeSet<String> ids = new TreeSet<>();
        read(name).lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            for (String id : line.split(" ")) {
                if (!id.isEmpty()) {
                    ids.addAll(expanded(id, report));
                }
            }
        });
        return new KnownFaults(List.copyOf(ids));
    }

    private static List<String> expanded(String id, Report report) {
        if (!id.endsWith("*")) {
            return List.of(id);
        }
        String beginning = id.substring(0, id.length() - 1);
        return report.results().stream()
                .map(result -> result.test().id())
                .filter(each -> each.startsWith(beginning))
                .toList();
    }

    private static String read(String name) throws IOException {
        try (InputStream list = KnownFaults.class.getResourceAsStream(name + ".faults")) {
            return new String(Objects.requireNonNull(list, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
