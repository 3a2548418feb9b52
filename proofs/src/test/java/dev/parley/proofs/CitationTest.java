package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Where a quotation is looked for, and what it is said to belong to. */
final class CitationTest {
    @Test
    void aQuotationMayGoOverSeveralLines() {
        assertFound(
                """
                final class A {
                    void first() {
                        // RFC 6455 §5.5: "All control frames MUST have a payload length of 125 bytes or less and MUST
                        // NOT be client-
                        // to-server."
                        int i;
                    }
                }
                """,
                "A.first 6455 5.5 All control frames MUST have a payload length of 125 bytes or less and MUST NOT be"
                        + " client-to-server.");
    }

    @Test
    void aDocCommentBelongsToWhatItDescribes() {
        assertFound(
                """
                /**
                 * A class (RFC 6455 §1). RFC 6455 §2: "of
                 * {@code the} class"
                 */
                public final class A<T> {
                    /** RFC 6455 §3: "of the field" */
                    private static final int FIELD = 1;
                    /** RFC 6455 §4: "of the method" */
                    @Deprecated(since = "(1)")
                    static <T> T method(int i) {}

                    /** RFC 6455 §5: "of the record" */
                    record B(int i) {
                        B {
                            // RFC 6455 §6: "of its constructor"
                        }
                    }
                }
                """,
                "A 6455 2 of the class",
                "A.FIELD 6455 3 of the field",
                "A.method 6455 4 of the method",
                "A.B 6455 5 of the record",
                "A.B 6455 6 of its constructor".replace("A.B", "A.B.B"));
    }

    @Test
    void whatIsInsideAMethodBelongsToIt() {
        assertFound("""
                final class A {
                    @ParameterizedTest
                    @CsvSource(value = {"a", "b"})
                    void method(int i) throws Exception {
                        if (i > 0) {
                            run(new Runnable() {
                                @Override
                                public void run() {
                                    char quote = '"';
                                    // RFC 1 §1: "of the method" and "also of it"
                                }
                            });
                        }
                    }
                }
                """, "A.method 1 1 of the method", "A.method 1 1 also of it");
    }

    @Test
    void twoSectionsMaySayTheSame() {
        assertFound("// RFC 1 §4.3, §9.1: as both say, \"the same\"", " 1 4.3 the same", " 1 9.1 the same");
    }

    @Test
    void whatIsNoCommentOrNoQuotationIsNotTakenForOne() {
        assertFound("String s = \"// RFC 1 §1: 'x'\"; // see RFC 1 §1");
        assertFound("String s = \"\"\"\n// RFC 1 §1: \"x\"\n\"\"\";");
        assertFound("// RFC 1 §1 is about this. A \"word\" of our own");
        assertFound("// RFC 1 §1 and RFC 2 §2: \"the second's\"", " 2 2 the second's");
    }

    private static void assertFound(String java, String... expected) {
        List<Citation> citations = Citation.in("a/src/main/java/A.java", java);
        assertThat(citations)
                .extracting(c -> c.member() + " " + c.rfc() + " " + c.section() + " " + c.quotation())
                .containsExactly(expected);
    }
}
