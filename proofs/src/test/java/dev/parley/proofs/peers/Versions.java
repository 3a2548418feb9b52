package dev.parley.proofs.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The versions of what is judged, from where they are chosen: the top POM, and package.json. */
public final class Versions {
    private Versions() {}

    /**
     * Empty in a process that was not begun by the build.
     *
     * @param name as in the property of the POM
     */
    static String of(String name) {
        return System.getProperty("version." + name, "").replace(".Final", "");
    }

    public static String ofNpm(String name) {
        Pattern line = Pattern.compile('"' + Pattern.quote(name) + "\": \"([^\"]+)\"");
        try {
            Matcher found = line.matcher(Files.readString(Path.of("src", "test", "peers", "package.json")));
            if (!found.find()) {
                throw new IllegalStateException("package.json names no " + name);
            }
            return found.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
