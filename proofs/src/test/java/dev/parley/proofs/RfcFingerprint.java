package dev.parley.proofs;

import dev.parley.proofs.RfcText.Section;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is kept of an RFC: enough to prove a quotation, too little to read. Immutable.
 *
 * <p>Each pair of neighbouring words is one byte of its hash, in the order of the text. A quotation of n words is there by
 * chance once in 256<sup>n-1</sup> places; a byte alone fits one pair of 256, so there is no telling which it was.
 *
 * @param number for instance 6455
 * @param sections in the order of the document
 */
record RfcFingerprint(int number, List<Part> sections) {
    private static final Pattern KEYWORD = Pattern.compile("\\b(?:MUST|SHALL)(?: NOT)?\\b|\\bREQUIRED\\b");

    /** Of fewer words, some stand by chance in a section that does not have them. */
    static final int MIN_WORDS = 4;

    RfcFingerprint {
        sections = List.copyOf(sections);
    }

    /** Some of a section's words, from one (inclusive, counted from 0) to another (exclusive). */
    record Span(int from, int to) {
        boolean covers(Span other) {
            return from <= other.from && other.to <= to;
        }

        Span plus(int words) {
            return new Span(from + words, to + words);
        }
    }

    /**
     * A section without its subsections.
     *
     * @param number for instance {@code 5.5.1}
     * @param paragraphs for each the hashes of its pairs, one fewer than it has words
     */
    record Part(String number, List<byte[]> paragraphs, List<Requirement> requirements) {
        /**
         * Where this section has the words of a quotation, which do not go from one paragraph to another: for each time, the
         * parts that it consists of.
         *
         * @param quotation normalised; {@code ...} stands for words left out
         */
        List<List<Span>> find(String quotation) {
            List<byte[]> parts = RfcWords.parts(quotation).stream()
                    .map(part -> hashes(RfcWords.of(part)))
                    .toList();
            List<List<Span>> found = new ArrayList<>();
            int offset = 0;
            for (byte[] paragraph : paragraphs) {
                int from = 0;
                List<Span> spans = find(parts, paragraph, from);
                while (!spans.isEmpty()) {
                    from = spans.get(spans.size() - 1).to();
                    int shift = offset;
                    found.add(spans.stream().map(span -> span.plus(shift)).toList());
                    spans = find(parts, paragraph, from);
                }
                offset += paragraph.length + 1;
            }
            return found;
        }

        private static List<Span> find(List<byte[]> parts, byte[] paragraph, int from) {
            List<Span> spans = new ArrayList<>();
            int at = from;
            for (byte[] part : parts) {
                while (at + part.length <= paragraph.length && !isAt(at, part, paragraph)) {
                    at++;
                }
                if (at + part.length > paragraph.length) {
                    return List.of();
                }
                spans.add(new Span(at, at + part.length + 1));
                at += part.length + 1;
            }
            return spans;
        }

        private static boolean isAt(int at, byte[] part, byte[] paragraph) {
            for (int i = 0; i < part.length; i++) {
                if (paragraph[at + i] != part[i]) {
                    return false;
                }
            }
            return true;
        }
    }

    /** A section that does not exist has no words. */
    Part section(String number) {
        return sections.stream()
                .filter(part -> part.number().equals(number))
                .findFirst()
                .orElse(new Part(number, List.of(), List.of()));
    }

    List<Requirement> requirements() {
        return sections.stream().flatMap(part -> part.requirements().stream()).toList();
    }

    /** Whether a quotation has as many words in a row as it takes to tell it from others. */
    static boolean isLongEnough(String quotation) {
        List<String> parts = RfcWords.parts(quotation);
        return parts.stream().anyMatch(part -> RfcWords.of(part).size() >= MIN_WORDS)
                && parts.stream().allMatch(part -> RfcWords.of(part).size() >= MIN_WORDS - 1);
    }

    static RfcFingerprint of(RfcText text) {
        List<Part> parts = new ArrayList<>();
        for (Section section : text.sections()) {
            List<byte[]> paragraphs = new ArrayList<>();
            List<Requirement> requirements = new ArrayList<>();
            int offset = 0;
            for (String paragraph : section.paragraphs()) {
                Matcher matcher = KEYWORD.matcher(paragraph);
                while (matcher.find()) {
                    Span keyword = new Span(
                            offset + spaces(paragraph, matcher.start()), offset + spaces(paragraph, matcher.end()) + 1);
                    requirements.add(
                            new Requirement(text.number(), section.number(), requirements.size() + 1, keyword));
                }
                List<String> words = RfcWords.of(paragraph);
                paragraphs.add(hashes(words));
                offset += words.size();
            }
            parts.add(new Part(section.number(), paragraphs, requirements));
        }
        return new RfcFingerprint(text.number(), parts);
    }

    private static int spaces(String paragraph, int before) {
        return (int)
                paragraph.substring(0, before).chars().filter(c -> c == ' ').count();
    }

    private static byte[] hashes(List<String> words) {
        byte[] hashes = new byte[words.size() - 1];
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = hash(words.get(i) + " " + words.get(i + 1));
        }
        return hashes;
    }

    private static byte hash(String pair) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(pair.getBytes(StandardCharsets.UTF_8))[0];
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e); // every JDK has it
        }
    }
}
