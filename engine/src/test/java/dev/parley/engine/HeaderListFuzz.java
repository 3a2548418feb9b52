package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Header lists: what is read is made of tokens, reads the same when written down again and when its lines are joined, and
 * costs memory in proportion to its length. Stateless.
 */
final class HeaderListFuzz implements FuzzTarget {
    /** A member is at least two characters, and at most an object with a list and a string in it. */
    private static final int ALLOCATED_PER_BYTE = 250;

    private static final int ALLOCATED_ANYHOW = 16 * 1024;

    @Override
    public void take(byte[] input) {
        List<String> lines = new FuzzInput(input).lines();
        List<String> joined = List.of(String.join(",", lines));
        HeaderGrammar.tokens(lines).ifPresent(tokens -> {
            assertThat(tokens).allMatch(HeaderGrammar::isToken);
            assertThat(HeaderGrammar.tokens(joined)).hasValue(tokens);
            assertThat(HeaderGrammar.tokens(List.of(String.join(", ", tokens)))).hasValue(tokens);
        });
        HeaderGrammar.extensions(lines).ifPresent(extensions -> {
            assertThat(extensions).allMatch(extension -> HeaderGrammar.isToken(extension.name()));
            assertThat(HeaderGrammar.extensions(joined)).hasValue(extensions);
            String written = new Agreement(extensions, Optional.empty()).toString();
            assertThat(HeaderGrammar.extensions(List.of(written))).hasValue(extensions);
        });
        for (String line : lines) {
            assertThat(HeaderGrammar.printable(line))
                    .hasSizeLessThanOrEqualTo(64)
                    .matches("[ -~]*");
        }
        assertCostsLittle(lines, input.length);
    }

    private static void assertCostsLittle(List<String> lines, int length) {
        long most = (long) ALLOCATED_PER_BYTE * length + ALLOCATED_ANYHOW;
        long allocated = allocated(lines);
        // Once more if it was too much: the first time may have loaded a class.
        assertThat(allocated <= most ? allocated : allocated(lines))
                .as("bytes allocated")
                .isLessThanOrEqualTo(most);
    }

    private static long allocated(List<String> lines) {
        return Allocation.of(() -> {
            HeaderGrammar.tokens(lines);
            HeaderGrammar.extensions(lines);
        });
    }

    @Override
    public List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (String lines : List.of(
                "chat",
                "chat, superchat\nv2.chat",
                ",, x ,,\ty,, ",
                "a b",
                "\"a\"",
                "x; a; b=1; c=\"2\", y",
                "x; a=\"\\1\\0\" ; b",
                "x; a=\"",
                "x; a=\"1 2\"",
                "x; a=\"1\\",
                "x; =1",
                "x;;a",
                "x\0",
                "gr\u00FC\u00DFe",
                ",".repeat(300),
                "x;".repeat(100),
                "x; a=\"" + "\\".repeat(300))) {
            seeds.add(lines.getBytes(StandardCharsets.ISO_8859_1));
        }
        return seeds;
    }
}
