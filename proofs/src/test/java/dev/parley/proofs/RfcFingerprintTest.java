package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.proofs.RfcFingerprint.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is taken of an RFC's text, and what that tells from what. */
final class RfcFingerprintTest {
    private static final RfcText TEXT = RfcText.parse(9, """
               1.  Contents . . . . . . . . . . . . . . . . . . . . . . . 1

            1.  First

               A client-
               side rule that goes over the
            \s
            Author                       Standards Track                    [Page 1]
            \f
            RFC 9                          A Title                    December 2011


               page.  It MUST NOT end there, and nobody is REQUIRED to like it.

            1.1.  Second

               x = y ; says
                     ; "more"
            """);

    private static final RfcFingerprint RULES = RfcFingerprint.of(TEXT);

    @Test
    void aParagraphGoesOnAcrossPagesAndHyphens() {
        assertThat(TEXT.sections())
                .containsExactly(
                        new RfcText.Section(
                                "1",
                                List.of(
                                        "A client-side rule that goes over the page. It MUST NOT end there, and nobody is"
                                                + " REQUIRED to like it.")),
                        new RfcText.Section("1.1", List.of("x = y ; says 'more'")));
        assertThat(RULES.requirements())
                .containsExactly(
                        new Requirement(9, "1", 1, new Span(9, 11)), new Requirement(9, "1", 2, new Span(16, 17)));
    }

    @Test
    void wordsAreFoundWhereTheyStandInARow() {
        assertFound("1", "goes over the page. It MUST", new Span(4, 10));
        assertFound("1", "goes over the page", new Span(4, 8));
        assertFound(
                "1",
                "A client-side rule ... MUST NOT end there ... nobody is",
                new Span(0, 3),
                new Span(9, 13),
                new Span(14, 16));
        assertFound("1.1", "says 'more'", new Span(4, 6));
        for (String wrong : List.of(
                "goes over a page. It MUST",
                "goes over page the. It MUST",
                "MUST NOT end there ... A client-side rule",
                "A client-side rule A client-side rule",
                "like it. x = y")) {
            assertThat(RULES.section("1").find(wrong)).as(wrong).isEmpty();
        }
        assertThat(RULES.section("1.1").find("goes over the page")).isEmpty();
        assertThat(RULES.section("2").find("goes over the page")).isEmpty();
    }

    @Test
    void itsFileSaysAllOfIt() {
        String file = RfcFingerprintFile.text(RULES);
        assertThat(RfcFingerprintFile.text(RfcFingerprintFile.parse(9, file))).isEqualTo(file);
        assertThat(file).contains("\nsection 1.1\n", "\nmust 2 16 17\n").doesNotContain("client", "page");
    }

    @Test
    void theFingerprintsOfTheProjectAreWhole() {
        List<RfcFingerprint> kept = RfcFingerprintFile.readAll();
        assertThat(kept).extracting(RfcFingerprint::number).containsExactly(6455, 7692);
        assertThat(kept).extracting(rfc -> rfc.requirements().size()).containsExactly(137, 38);
    }

    /** For each quotation of the project and each of its words: another word instead, or the next one before it. */
    @Test
    void whatIsWronglyQuotedIsNotFound() throws Exception {
        List<RfcFingerprint> kept = RfcFingerprintFile.readAll();
        int altered = 0;
        List<String> unnoticed = new ArrayList<>();
        for (Citation citation : Citation.inProject(RfcIndexTest.root())) {
            for (RfcFingerprint rfc : kept) {
                if (rfc.number() == citation.rfc()) {
                    for (String wrong : alterations(citation.quotation())) {
                        altered++;
                        if (!rfc.section(citation.section()).find(wrong).isEmpty()) {
                            unnoticed.add(wrong);
                        }
                    }
                }
            }
        }
        // A wrong word at an end is in one pair only, and passes once in 256 times; inside, once in 65,536.
        assertThat(altered).isGreaterThan(5_000);
        assertThat(unnoticed).hasSizeLessThan(altered / 1000);
    }

    private static List<String> alterations(String quotation) {
        String[] words = quotation.split(" ");
        List<String> alterations = new ArrayList<>();
        for (int i = 0; i < words.length; i++) {
            String[] changed = words.clone();
            changed[i] = "another";
            String[] swapped = words.clone();
            if (i + 1 < words.length) {
                swapped[i] = words[i + 1];
                swapped[i + 1] = words[i];
            }
            for (String[] wrong : List.of(changed, swapped)) {
                boolean isAltered = !Arrays.equals(wrong, words);
                boolean isOmission = words[i].equals("...") || i + 1 < words.length && words[i + 1].equals("...");
                if (isAltered && !isOmission) {
                    alterations.add(String.join(" ", wrong));
                }
            }
        }
        return alterations;
    }

    private static void assertFound(String section, String quotation, Span... parts) {
        assertThat(RULES.section(section).find(quotation)).containsExactly(List.of(parts));
    }
}
