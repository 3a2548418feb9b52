package dev.parley.proofs;

import dev.parley.proofs.RfcFingerprint.Part;
import dev.parley.proofs.RfcFingerprint.Span;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The fingerprints that the project keeps, and their form: a line for each section, each paragraph in it, and each MUST.
 * Stateless.
 */
final class RfcFingerprintFile {
    /** The RFCs whose quotations are checked, and the section that their rules begin in: nothing before it binds us. */
    static final SortedMap<Integer, String> FIRST_SECTIONS = new TreeMap<>(Map.of(6455, "3", 7692, "5"));

    private static final String HEAD = """
            # What is kept of RFC %d to check quotations of it (RfcFingerprint). Generated: see CONTRIBUTING.md.
            # pairs: a byte for each pair of neighbouring words of a paragraph, in base64.
            # must: its number in the section, and which of the section's words it is: from, to.
            """;

    private RfcFingerprintFile() {}

    /** All that are kept. */
    static List<RfcFingerprint> readAll() {
        return FIRST_SECTIONS.keySet().stream()
                .map(number -> parse(number, read(number)))
                .toList();
    }

    static String name(int number) {
        return "rfc/rfc" + number + ".fingerprint";
    }

    private static String read(int number) {
        try (InputStream in = RfcFingerprintFile.class.getResourceAsStream("/" + name(number))) {
            if (in == null) {
                throw new IllegalStateException(name(number) + " is not among the resources.");
            }
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RfcFingerprint parse(int number, String file) {
        List<Part> parts = new ArrayList<>();
        String section = "";
        List<byte[]> paragraphs = new ArrayList<>();
        List<Requirement> requirements = new ArrayList<>();
        for (String line : file.lines().filter(line -> !line.startsWith("#")).toList()) {
            String[] fields = line.split(" ", -1);
            switch (fields[0]) {
                case "section" -> {
                    section = fields[1];
                    paragraphs = new ArrayList<>();
                    requirements = new ArrayList<>();
                    parts.add(new Part(section, paragraphs, requirements));
                }
                case "pairs" -> paragraphs.add(Base64.getDecoder().decode(fields[1]));
                case "must" ->
                    requirements.add(new Requirement(
                            number,
                            section,
                            Integer.parseInt(fields[1]),
                            new Span(Integer.parseInt(fields[2]), Integer.parseInt(fields[3]))));
                default -> throw new IllegalArgumentException("Not a line of a fingerprint: " + line);
            }
        }
        return new RfcFingerprint(number, parts);
    }

    static String text(RfcFingerprint fingerprint) {
        StringBuilder file = new StringBuilder(String.format(HEAD, fingerprint.number()));
        for (Part part : fingerprint.sections()) {
            file.append("section ").append(part.number()).append('\n');
            for (byte[] paragraph : part.paragraphs()) {
                String pairs = Base64.getEncoder().withoutPadding().encodeToString(paragraph);
                file.append("pairs ").append(pairs).append('\n');
            }
            for (Requirement must : part.requirements()) {
                Span keyword = must.keyword();
                file.append(String.format("must %d %d %d\n", must.ordinal(), keyword.from(), keyword.to()));
            }
        }
        return file.toString();
    }
}
