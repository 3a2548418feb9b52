package dev.parley.proofs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A block of code on a page. Immutable.
 *
 * @param page its file, as seen from the folder of the guide
 * @param language what stands behind the opening fence; empty for what is no code
 * @param number counts from 1 the blocks of that language on that page
 */
record GuideBlock(String page, String language, int number, String text) {
    static final Path ROOT = Path.of("..");
    static final Path FOLDER = ROOT.resolve(Path.of("docs", "guide"));
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\n(.*?)^```");

    /** Every page of the guide, the page of the project, and those of its modules. */
    static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md")));
        try (Stream<Path> guide = Files.list(FOLDER);
                Stream<Path> modules = Files.list(ROOT)) {
            guide.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
            modules.map(module -> module.resolve("README.md"))
                    .filter(Files::exists)
                    .sorted()
                    .forEach(pages::add);
        }
        return pages;
    }

    /** In the order of their pages. */
    static List<GuideBlock> all() throws IOException {
        List<GuideBlock> all = new ArrayList<>();
        for (Path page : pages()) {
            String name = FOLDER.relativize(page).toString();
            Map<String, Integer> numbers = new HashMap<>();
            for (MatchResult block :
                    BLOCK.matcher(Files.readString(page)).results().toList()) {
                int number = numbers.merge(block.group(1), 1, Integer::sum);
                all.add(new GuideBlock(name, block.group(1), number, block.group(2)));
            }
        }
        return all;
    }

    /** Whether it is on a page for users, and not on that of a module. */
    boolean isForUsers() {
        return !page.matches("../../.+/README.md");
    }

    /** For instance {@code tls.md 2}, the second block of Java on that page. */
    String id() {
        return page + " " + number;
    }
}
