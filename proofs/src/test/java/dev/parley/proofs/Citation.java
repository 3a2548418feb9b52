package dev.parley.proofs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Words of an RFC quoted in a comment, with the section they are said to stand in. Immutable.
 *
 * @param file from the project's root, with slashes
 * @param member what the comment belongs to, for instance {@code FrameDecoder.first}
 * @param quotation normalised, see {@link RfcWords}
 */
record Citation(String file, int line, String member, int rfc, String section, String quotation) {
    private static final String SECTION = "§(\\d+(?:\\.\\d+)*)";

    /** The document, one section or several that say the same, a few words of our own, and then the quotations. */
    private static final Pattern REFERENCE = Pattern.compile("RFC (\\d+) (" + SECTION + "(?:(?:, | and )" + SECTION
            + ")*)((?:(?!RFC \\d|[.;] )[^\"]){0,200}+)((?:\"[^\"]+\"(?:,? and |, |; )?)+)");

    private static final Pattern QUOTATION = Pattern.compile("\"([^\"]+)\"");

    boolean isInTest() {
        return file.contains("/src/test/");
    }

    /** Whether it shows that we obey a rule, or prove it; the probe quotes rules that it judges others by. */
    boolean isOfOurselves() {
        return !file.startsWith("probe/");
    }

    @Override
    public String toString() {
        return file + ":" + line + ": RFC " + rfc + " §" + section + ": \"" + quotation + "\"";
    }

    /** All citations in the Java code of all modules, tests too. */
    static List<Citation> inProject(Path root) throws IOException {
        List<Citation> citations = new ArrayList<>();
        for (Path module : children(root)) {
            for (String kind : List.of("main", "test")) {
                Path sources = module.resolve("src").resolve(kind).resolve("java");
                if (Files.isDirectory(sources)) {
                    citations.addAll(below(sources, root));
                }
            }
        }
        return citations;
    }

    private static List<Citation> below(Path sources, Path root) throws IOException {
        List<Path> files;
        try (Stream<Path> paths = Files.walk(sources)) {
            files = paths.filter(path -> path.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
        List<Citation> citations = new ArrayList<>();
        for (Path file : files) {
            citations.addAll(in(root.relativize(file).toString().replace('\\', '/'), Files.readString(file)));
        }
        return citations;
    }

    private static List<Path> children(Path directory) throws IOException {
        try (Stream<Path> paths = Files.list(directory)) {
            return paths.sorted().toList();
        }
    }

    /** All citations in the comments of a file. */
    static List<Citation> in(String file, String java) {
        if (!java.contains("RFC ")) {
            return List.of(); // most files: to take them apart would be most of the work
        }
        JavaSource source = new JavaSource(java);
        List<Citation> citations = new ArrayList<>();
        for (JavaSource.Comment comment : source.comments()) {
            // A quotation's own line break is no matter, but a reference must be found across one, too.
            Matcher reference = REFERENCE.matcher(RfcWords.unbroken(comment.words()));
            while (reference.find()) {
                Matcher section = Pattern.compile(SECTION).matcher(reference.group(2));
                while (section.find()) {
                    Matcher quotation = QUOTATION.matcher(reference.group(6));
                    while (quotation.find()) {
                        citations.add(new Citation(
                                file,
                                source.line(comment.from()),
                                source.member(comment),
                                Integer.parseInt(reference.group(1)),
                                section.group(1),
                                RfcWords.normalised(quotation.group(1))));
                    }
                }
            }
        }
        return citations;
    }
}
