package dev.parley.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where a fuzzer, Jazzer, comes in: {@code ./check --fuzz}. Public because it is called from outside. One caller at a time. */
public final class Fuzz {
    private static @Nullable FuzzTarget target;

    private Fuzz() {}

    /** Writes each target's seeds into a folder of its name, and names the targets. */
    public static void main(String... arguments) throws IOException {
        for (Map.Entry<String, FuzzTarget> target : FuzzTarget.all().entrySet()) {
            Path folder = Files.createDirectories(Path.of(arguments[0], target.getKey()));
            List<byte[]> seeds = target.getValue().seeds();
            for (int i = 0; i < seeds.size(); i++) {
                Files.write(folder.resolve("seed-" + i), seeds.get(i));
            }
            System.out.println(target.getKey());
        }
    }

    /** Called by the fuzzer, once, with the name of a target. */
    public static void fuzzerInitialize(String... arguments) {
        FuzzTarget named = Objects.requireNonNull(FuzzTarget.all().get(arguments[0]), "No such target.");
        // What it takes to load the classes is not to be counted as the first input's time and memory.
        named.seeds().forEach(named::take);
        target = named;
    }

    /** Called by the fuzzer, for as long as it likes. */
    public static void fuzzerTestOneInput(byte[] input) {
        Objects.requireNonNull(target, "fuzzerInitialize comes first.").take(input);
    }
}
