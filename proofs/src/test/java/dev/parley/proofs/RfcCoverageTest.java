package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is wrong is noticed: controls for {@link RfcIndexTest}, which only sees that all is well. */
final class RfcCoverageTest {
    private static final RfcFingerprint RULES = RfcFingerprint.of(RfcText.parse(1, """
            1.  Size

               A frame MUST be small.  It MUST be even, and it MUST NOT be
               "odd".  It is, as has been said, as has been said.

            2.  Colour

               A frame MUST NOT be red.
            """));

    private static final String EXCEPTION = "| 1-2-1 | \"MUST NOT be red\" | code and test | It has no colour. |";
    private static final List<Citation> COMPLETE = List.of(
            code("1", "A frame MUST be small."),
            code("1", "It MUST be even, and it MUST NOT be 'odd'."),
            test("1", "MUST be small. It MUST be even"),
            test("1", "it MUST NOT be 'odd'"));

    @Test
    void whatIsCompleteIsNotComplainedOf() {
        RfcCoverage coverage = coverage(COMPLETE, EXCEPTION);
        assertThat(coverage.wrongQuotations()).isEmpty();
        assertThat(coverage.missing()).isEmpty();
        assertThat(coverage.staleExceptions()).isEmpty();
        assertThat(coverage.entries()).hasSize(4);
    }

    @Test
    void wordsThatAreNotInTheSectionAreReported() {
        for (String wrong : List.of("A frame MUST be smal1.", "A frame MUST small be.", "A frame MUST NOT be red.")) {
            assertThat(coverage(List.of(code("1", wrong)), EXCEPTION).wrongQuotations())
                    .singleElement()
                    .asString()
                    .contains("Code.java:7", wrong, "is not in that section");
        }
        assertThat(coverage(List.of(code("3", "A frame MUST be small.")), EXCEPTION)
                        .wrongQuotations())
                .as("a section that does not exist")
                .hasSize(1);
        assertThat(coverage(List.of(code("1", "it MUST NOT be ... A frame MUST")), EXCEPTION)
                        .wrongQuotations())
                .as("parts in the wrong order")
                .hasSize(1);
    }

    @Test
    void wordsThatAreThereTwiceOrTooFewAreReportedAndCoverNothing() {
        assertThat(coverage(List.of(code("1", "as has been said")), EXCEPTION).wrongQuotations())
                .singleElement()
                .asString()
                .contains("2 times");
        for (String few : List.of("MUST be small", "A frame MUST be small ... MUST NOT")) {
            RfcCoverage coverage = coverage(List.of(code("1", few)), EXCEPTION);
            assertThat(coverage.wrongQuotations()).singleElement().asString().contains("too short");
            assertThat(coverage.entries()).allMatch(entry -> entry.code().isEmpty());
        }
    }

    @Test
    void theProbeObeysNothingByJudgingOthers() {
        Citation judging = new Citation("probe/src/main/java/Rules.java", 7, "Rules", 1, "1", "A frame MUST be small.");
        assertThat(coverage(List.of(judging), EXCEPTION).wrongQuotations()).isEmpty();
        assertThat(coverage(List.of(judging), EXCEPTION).missing()).hasSize(3);
    }

    @Test
    void aRequirementWithoutCodeOrTestIsReported() {
        assertThat(coverage(COMPLETE.subList(1, 4), EXCEPTION).missing())
                .containsExactly("1-1-1 has no code **MUST** be small. It MUST be even");
        assertThat(coverage(COMPLETE.subList(0, 3), EXCEPTION).missing())
                .singleElement()
                .asString()
                .startsWith("1-1-3 has no test");
        assertThat(coverage(COMPLETE, "").missing())
                .singleElement()
                .asString()
                .startsWith("1-2-1 has no code and test");
    }

    @Test
    void wordsLeftOutOfAQuotationAreNotCovered() {
        RfcCoverage coverage = coverage(List.of(code("1", "A frame MUST ... and it MUST NOT be 'odd'")), EXCEPTION);
        assertThat(coverage.wrongQuotations()).isEmpty();
        assertThat(coverage.missing())
                .filteredOn(line -> !line.contains("has no test"))
                .singleElement()
                .asString()
                .startsWith("1-1-2");
    }

    @Test
    void anExceptionThatIsNotNeededIsReported() {
        String test = EXCEPTION.replace("code and test", "test");
        Citation code = code("2", "MUST NOT be red");
        Citation tested = test("2", "MUST NOT be red");
        assertThat(coverage(List.of(code), test).staleExceptions()).isEmpty();
        assertThat(coverage(List.of(code, tested), test).staleExceptions()).hasSize(1);
        assertThat(coverage(List.of(code), EXCEPTION).staleExceptions()).hasSize(1);
        assertThat(coverage(List.of(tested), EXCEPTION).staleExceptions()).hasSize(1);
        assertThat(coverage(List.of(), test).missing())
                .as("an exception for the test does not excuse the code")
                .contains("1-2-1 has no code **MUST NOT** be red");
    }

    @Test
    void anExceptionForWhatTheRfcDoesNotSayIsReported() {
        assertThat(coverage(COMPLETE, EXCEPTION.replace("1-2-1", "1-2-2")).staleExceptions())
                .containsExactly("1-2-2 is no requirement");
        assertThat(coverage(COMPLETE, EXCEPTION.replace("red", "blue")).staleExceptions())
                .containsExactly("1-2-1 does not say \"MUST NOT be blue\"");
        assertThat(coverage(COMPLETE, EXCEPTION + "\n" + EXCEPTION.replace("no", "any"))
                        .staleExceptions())
                .containsExactly("1-2-1 is excepted twice");
        assertThatThrownBy(() -> RfcException.in(EXCEPTION.replace("| code and test ", "")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theIndexChangesWithACitation() {
        String complete = RfcIndex.markdown(coverage(COMPLETE, EXCEPTION));
        assertThat(complete)
                .contains("[Code.size](../a/src/main/java/Code.java)", "[excepted]")
                .doesNotContain("**none**");
        assertThat(RfcIndex.markdown(coverage(COMPLETE.subList(1, 4), EXCEPTION)))
                .contains("**none**");
    }

    private static RfcCoverage coverage(List<Citation> citations, String exceptions) {
        return new RfcCoverage(List.of(RULES), citations, RfcException.in(exceptions));
    }

    private static Citation code(String section, String quotation) {
        return new Citation("a/src/main/java/Code.java", 7, "Code.size", 1, section, quotation);
    }

    private static Citation test(String section, String quotation) {
        return new Citation("a/src/test/java/CodeTest.java", 7, "CodeTest.isSmall", 1, section, quotation);
    }
}
